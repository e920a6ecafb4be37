/** Holds what the meter counted, which is committed, against what the service is made of. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { billOfAMillion, STEPS, total } from '../../../bench/cost/bill.ts';
import type { Measured } from '../../../bench/cost/usage.ts';
import { FUNCTIONS } from '../../../handlers/contract/functions.ts';
import { CHANNELS } from '../../../handlers/contract/vocabulary.ts';
import type { IssueTokenResources } from '../../../workflows/issue-token.ts';
import { issueTokenDefinition } from '../../../workflows/issue-token.ts';
import type { State } from '../../../workflows/states-language.ts';

const { usage } = JSON.parse(readFileSync('bench/cost/measured.json', 'utf8')) as Measured;

/** Where a Choice leads when a code is issued by SMS to somebody new. */
const CHOSEN = ['Generate token', 'Deliver by SMS'];

/** The states on the way of a code. */
function way(): State[] {
  const { StartAt, States } = issueTokenDefinition({
    deliver: Object.fromEntries(CHANNELS.map((channel) => [channel, channel])),
  } as unknown as IssueTokenResources);
  const states: State[] = [];
  for (let name: string | undefined = StartAt; name !== undefined; ) {
    const state: State | undefined = States[name];
    if (state === undefined) {
      throw new Error(`There is no state ${name}`);
    }
    states.push(state);
    name = nextOf(state);
  }
  return states;
}

function nextOf(state: State): string | undefined {
  if (state.Type === 'Choice') {
    const targets = [...state.Choices.map(({ Next }) => Next), state.Default];
    return CHOSEN.find((name) => targets.includes(name));
  }
  return 'Next' in state ? state.Next : undefined;
}

describe('what the meter counted', () => {
  it('is two requests and one execution for each code', () => {
    expect([usage.apiRequests / usage.codes, usage.executions / usage.codes]).toEqual([2, 1]);
    expect(usage.context).toEqual([]);
  });

  it('is as many states, and events of them, as the machine has on the way of a code', () => {
    const states = way();
    const tasks = states.filter(({ Type }) => Type === 'Task').length;
    expect(usage.statesEntered / usage.codes).toBe(states.length);
    // Entered and exited; a task is also scheduled, started and succeeds; the execution starts and succeeds.
    expect((usage.logs.machine?.events ?? 0) / usage.codes).toBe(2 * states.length + 3 * tasks + 2);
  });

  it('is one invocation of each function on the way, and one line of each, beside its metrics', () => {
    const names = ['admit-request', 'generate-token', 'persist-token', 'deliver-by-sms', 'verify-token'];
    expect(Object.keys(usage.functions).toSorted()).toEqual(names.toSorted());
    for (const name of names) {
      expect([usage.functions[name]?.invocations, usage.logs[name]?.events]).toEqual([
        usage.codes,
        usage.codes,
      ]);
    }
    expect((usage.logs.metrics?.events ?? 0) / usage.codes).toBe(4);
    expect(usage.logs).not.toHaveProperty('platform');
  });

  it('is ten write units for the code and its limits, and four for each entry of the activity log', () => {
    const perCode = Object.entries(usage.writeUnits).map(([table, units]) => [
      table,
      Math.round(units / usage.codes),
    ]);
    expect(Object.fromEntries(perCode)).toEqual({
      limits: 5,
      tokens: 4,
      'tokens/issued-tokens': 1,
      activity: 2,
      'activity/by-time': 2,
      'activity/by-person': 2,
      'activity/by-destination': 2,
    });
  });

  it('costs less than what docs/cost.md promises', () => {
    expect(total(billOfAMillion(usage, 'us-east-1'))).toBeLessThan(33);
    expect(total(billOfAMillion(usage, 'eu-central-1'))).toBeLessThan(38);
  });
});

describe('the bill', () => {
  it('knows every step of the machine', () => {
    expect([...STEPS].toSorted()).toEqual(Object.keys(FUNCTIONS.steps).toSorted());
  });
});
