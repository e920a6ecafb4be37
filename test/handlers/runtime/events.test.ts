/** A metric and its event are one line: neither can be written without the other. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import * as z from 'zod/mini';
import type { EventType } from '../../../handlers/contract/events.ts';
import { EVENT_TYPES, EVENTS } from '../../../handlers/contract/events.ts';
import { commonMembers, EVENT_REFERENCE, personMember } from '../../../handlers/contract/events-reference.ts';
import type { CountedMetric } from '../../../handlers/contract/metrics.ts';
import { StoreUnavailable } from '../../../handlers/domain/errors.ts';
import type { Notes } from '../../../handlers/runtime/observability.ts';
import { step } from '../../../handlers/runtime/step.ts';
import { CONTEXT, captureLog } from '../invoke.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const PERSON = 'AbCdEfGh12345678';
const SENT = {
  kind: 'token',
  token_id: '7b0f8f0e-3f6b-4c43-9c39-3a4bfb7c3f55',
  purpose: 'login',
  client_group: 'c',
} as const;

let log: ReturnType<typeof captureLog>;
beforeEach(() => {
  process.env.EVENTS = 'true';
  log = captureLog();
});
afterEach(() => {
  log.stop();
  delete process.env.EVENTS;
});

const lines = () =>
  log
    .stop()
    .trim()
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line));
const metricLines = () => lines().filter((line) => '_aws' in line);

const run = (work: (notes: Notes) => Promise<unknown>) =>
  step('a-step', (_input: { request_id: string }, notes) => work(notes))({ request_id: 'r' }, CONTEXT);

/** Counts the metric of an event with its example, as a function would. */
const tell = (notes: Notes, type: EventType) => {
  const counted = { metric: EVENTS[type].metric } as Extract<CountedMetric, { metric: 'TokensVerified' }>;
  notes.count(counted, EVENT_REFERENCE[type].example as never);
};

const schemaOf = (type: EventType) =>
  z.strictObject({
    ...commonMembers(),
    ...(EVENTS[type].ofPerson ? personMember() : {}),
    ...EVENT_REFERENCE[type].members(),
  });

describe('a metric that is an event', () => {
  it.each(EVENT_TYPES)('carries %s in its own line, as the schema has it', async (type) => {
    await run(async (notes) => {
      notes.add({ user_ref: PERSON });
      tell(notes, type);
    });
    const written = metricLines();
    expect(written).toHaveLength(1);
    expect(written[0]).toMatchObject({ [EVENTS[type].metric]: 1, event: { type } });
    expect(schemaOf(type).safeParse(written[0].event.data)).toMatchObject({ success: true });
  });

  it.each(EVENT_TYPES)('is written without %s where the deployment has no events', async (type) => {
    delete process.env.EVENTS;
    await run(async (notes) => tell(notes, type));
    const written = metricLines();
    expect(written).toMatchObject([{ [EVENTS[type].metric]: 1 }]);
    expect(written[0]).not.toHaveProperty('event');
  });

  it('tells dimensions once, as members', async () => {
    await run(async (notes) => {
      notes.add({ user_ref: PERSON });
      notes.delivered('never', SENT, { channel: 'sms' });
    });
    expect(metricLines()).toMatchObject([
      {
        channel: 'sms',
        event: {
          type: 'code.sent',
          data: { ...SENT, channel: 'sms', request_id: 'r', user_ref: PERSON, service: 'token-courier' },
        },
      },
    ]);
  });

  it('waits for the reference of its person, and is not lost when the invocation fails meanwhile', async () => {
    const failing = run(async (notes) => {
      notes.person(new Promise((resolve) => setTimeout(() => resolve(PERSON), 20)));
      notes.count({ metric: 'TokensRevealed' }, { kind: 'token', purpose: 'login' });
      throw new StoreUnavailable();
    });
    await expect(failing).rejects.toThrow(StoreUnavailable);
    expect(metricLines()).toMatchObject([
      { TokensRevealed: 1, event: { data: { user_ref: PERSON, purpose: 'login' } } },
      { StepsFailed: 1 },
    ]);
  });

  it('says that the reference is unavailable rather than nothing', async () => {
    await run(async (notes) =>
      notes.count({ metric: 'TokensRevealed' }, { kind: 'token', purpose: 'login' }),
    );
    expect(metricLines()).toMatchObject([{ event: { data: { user_ref: 'unavailable' } } }]);
  });

  it('names another person than the invocation, where one is told', async () => {
    await run(async (notes) => {
      notes.add({ user_ref: 'somebody-else-00' });
      notes.count({ metric: 'TokensRevealed' }, { kind: 'token', purpose: 'login', user_ref: PERSON });
    });
    expect(metricLines()).toMatchObject([{ event: { data: { user_ref: PERSON } } }]);
  });

  it('names nobody where it is about nobody', async () => {
    await run(async (notes) => {
      notes.add({ user_ref: PERSON });
      tell(notes, 'budget.exhausted');
    });
    expect(metricLines()[0].event.data).not.toHaveProperty('user_ref');
  });
});

describe('the id of an event', () => {
  const idsOf = async (type: EventType, examples: readonly object[]) => {
    await run(async (notes) => {
      for (const example of examples) {
        const counted = { metric: EVENTS[type].metric } as Extract<
          CountedMetric,
          { metric: 'TokensVerified' }
        >;
        notes.count(counted, example as never);
      }
    });
    return metricLines().map(({ event }) => event.data.event_id);
  };

  it('is new each time, where each time is another event', async () => {
    const { example } = EVENT_REFERENCE['code.verified'];
    const [one, other] = await idsOf('code.verified', [example, example]);
    expect([one, other]).toEqual([expect.stringMatching(UUID), expect.stringMatching(UUID)]);
    expect(one).not.toBe(other);
  });

  it('is the same whoever tells of the same window of a budget', async () => {
    const { example } = EVENT_REFERENCE['budget.exhausted'];
    const [one, same, other] = await idsOf('budget.exhausted', [
      example,
      example,
      { ...example, until: '2026-11-22T12:00:00.000Z' },
    ]);
    expect(one).toMatch(UUID);
    expect(same).toBe(one);
    expect(other).not.toBe(one);
  });
});

describe('a metric that is no event', () => {
  it('carries none', async () => {
    await run(async (notes) => notes.count({ metric: 'TokensIssued' }));
    expect(metricLines()[0]).not.toHaveProperty('event');
  });
});

describe('an exhausted budget', () => {
  it('is told once for its window, and again for the next', async () => {
    const { tellExhausted } = await import('../../../handlers/runtime/tell-exhausted.ts');
    await run(async (notes) => {
      const tellIt = tellExhausted(notes);
      tellIt({ window: 'hour', untilSeconds: 1_795_341_600 });
      tellIt({ window: 'hour', untilSeconds: 1_795_341_600 });
      tellIt({ window: 'month', untilSeconds: 1_795_341_600 });
      tellIt({ window: 'hour', untilSeconds: 1_795_345_200 });
    });
    const written = metricLines();
    expect(written.map(({ window, event }) => [window, event.data.until])).toEqual([
      ['hour', '2026-11-22T10:00:00.000Z'],
      ['month', '2026-11-22T10:00:00.000Z'],
      ['hour', '2026-11-22T11:00:00.000Z'],
    ]);
  });
});
