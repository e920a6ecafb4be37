/** Events and metrics belong together, row by row and function by function. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import * as z from 'zod/mini';
import type { EventType } from '../../../handlers/contract/events.ts';
import { EVENT_TYPES, EVENTS } from '../../../handlers/contract/events.ts';
import { EVENT_REFERENCE } from '../../../handlers/contract/events-reference.ts';
import type { FunctionRow } from '../../../handlers/contract/function.ts';
import type { EntryFolder } from '../../../handlers/contract/functions.ts';
import { FUNCTIONS } from '../../../handlers/contract/functions.ts';
import { UNDELIVERED_REASONS } from '../../../handlers/contract/vocabulary.ts';

/** How an entry, or a function of runtime/ that it calls, counts the metric of an event. */
const COUNTED_BY: Readonly<Partial<Record<EventType, RegExp>>> = {
  'code.sent': /deliveryStep\(|notes\.sent\(/,
  'code.verified': /noteAnswer/,
  'code.refused': /noteAnswer/,
  'person.locked': /noteLockIn\(/,
  'budget.exhausted': /tellExhausted\(|onBudgetExhausted/,
};

const entries = (Object.keys(FUNCTIONS) as EntryFolder[]).flatMap((folder) =>
  readdirSync(`handlers/${folder}`).map((file) => {
    const name = file.replace('.ts', '');
    const row = (FUNCTIONS[folder] as Readonly<Record<string, FunctionRow>>)[name];
    return { name, row, source: readFileSync(`handlers/${folder}/${file}`, 'utf8') };
  }),
);

describe('an event', () => {
  it('is one metric, and no two events are the same', () => {
    const metrics = EVENT_TYPES.map((type) => EVENTS[type].metric);
    expect(new Set(metrics).size).toBe(EVENT_TYPES.length);
  });

  it.each(EVENT_TYPES)('%s has an example that is as its schema says', (type) => {
    const { members, example } = EVENT_REFERENCE[type];
    expect(z.strictObject(members()).safeParse(example)).toMatchObject({ success: true });
  });

  it('of a message that did not arrive has a reason of the closed set', () => {
    const { members, example } = EVENT_REFERENCE['code.undelivered'];
    const accepts = (reason: string) => z.strictObject(members()).safeParse({ ...example, reason }).success;
    expect(UNDELIVERED_REASONS.filter((reason) => !accepts(reason))).toEqual([]);
    expect(accepts('unreachable')).toBe(false);
  });

  it.each(EVENT_TYPES)('%s has no member that could hold a code, a number or an address', (type) => {
    const names = Object.keys(EVENT_REFERENCE[type].members());
    expect(
      names.filter((name) => /^(token|code|phone_number|email|destination|user_id)$/.test(name)),
    ).toEqual([]);
  });

  it.each(EVENT_TYPES)('%s is told by a function', (type) => {
    expect(entries.filter(({ row }) => row?.tells?.includes(type))).not.toEqual([]);
  });
});

describe('the row of a function', () => {
  it.each(entries)('names the events that $name tells, and no others', ({ row, source }) => {
    const told = EVENT_TYPES.filter((type) =>
      (COUNTED_BY[type] ?? new RegExp(`metric: '${EVENTS[type].metric}'`)).test(source),
    );
    expect([...(row?.tells ?? [])].sort()).toEqual([...told].sort());
  });
});
