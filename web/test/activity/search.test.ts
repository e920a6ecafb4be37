import { describe, expect, it } from '@jest/globals';
import type { ActivitySearch } from '../../src/api/api-client.ts';
import type { ActivityFilter } from '../../src/views/activity/activity-query.ts';
import { activityQuery } from '../../src/views/activity/activity-query.ts';
import { reportQuery } from '../../src/views/activity/report-query.ts';
import { isHidden, parametersOf, soughtIn } from '../../src/views/activity/sought.ts';

const EVERYTHING: ActivityFilter = {
  sought: undefined,
  outcome: 'any',
  kind: 'any',
  period: { period: 'any', from: '2026-11-22T10:00:00Z', to: '' },
};

async function searched(filter: Partial<ActivityFilter>): Promise<ActivitySearch[]> {
  const searches: ActivitySearch[] = [];
  const api = {
    async searchActivity(search: ActivitySearch) {
      searches.push(search);
      return { entries: [], next_cursor: 'more' };
    },
  };
  const { load, loadPage } = activityQuery(api, { ...EVERYTHING, ...filter }, true);
  const shown = await load(() => undefined);
  await loadPage(shown, 'more');
  return searches;
}

describe('a search of the activity', () => {
  it('asks for everything in the period, and for older pages of the same', async () => {
    const first = { from: '2026-11-22T10:00:00.000Z', limit: 25 };
    expect(await searched({})).toEqual([first, { ...first, cursor: 'more' }]);
  });

  it.each([
    ['person', 'user_id'],
    ['phone', 'phone_number'],
    ['email', 'email'],
    ['request', 'request_id'],
    ['execution', 'execution_arn'],
  ] as const)('by %s names the field %s', async (kind, field) => {
    expect((await searched({ sought: { kind, value: 'x' } }))[0]).toMatchObject({ [field]: 'x' });
  });

  it('takes a number that begins with 00, which the API does not', async () => {
    const sought = { kind: 'phone', value: '00 1 (425) 555-0123' } as const;
    expect((await searched({ sought }))[0]).toMatchObject({ phone_number: '+1 (425) 555-0123' });
  });

  it('narrows by outcome and by kind', async () => {
    expect((await searched({ outcome: 'failed', kind: 'sends' }))[0]).toMatchObject({
      outcomes: ['failed', 'unknown', 'undelivered'],
      kinds: ['issue', 'delivery'],
    });
  });
});

describe('what is searched for', () => {
  const NOTHING = { user_id: '', request_id: '', execution: '' };

  it('is in the URL unless it is a destination', () => {
    for (const kind of ['person', 'request', 'execution'] as const) {
      const sought = { kind, value: 'x' };
      expect([soughtIn(parametersOf(sought), undefined), isHidden(sought)]).toEqual([sought, false]);
    }
    for (const sought of [
      { kind: 'phone', value: '+491512345678' },
      { kind: 'email', value: 'grace@example.com' },
      { kind: 'person', value: 'grace@example.com' },
    ] as const) {
      expect([parametersOf(sought), isHidden(sought)]).toEqual([NOTHING, true]);
      expect(soughtIn(NOTHING, sought)).toEqual(sought);
    }
  });

  it('is what a link names, even after a search by number', () => {
    const hidden = { kind: 'phone', value: '+491512345678' } as const;
    expect(soughtIn({ ...NOTHING, user_id: 'ada' }, hidden)).toEqual({ kind: 'person', value: 'ada' });
  });
});

describe('the report on a message', () => {
  const SENT = {
    at: '2026-11-22T10:00:00Z',
    kind: 'issue',
    outcome: 'sent',
    user_id: 'ada',
    token_id: 'token',
    sends: 2,
  } as const;
  const REPORT = { ...SENT, kind: 'report', outcome: 'undelivered', reason: 'phone_unreachable' } as const;
  const phone = { kind: 'phone', value: '+14255550123' } as const;

  it('is the one on that message of the code, and asked for by person', async () => {
    const searches: ActivitySearch[] = [];
    const api = {
      async searchActivity(search: ActivitySearch) {
        searches.push(search);
        return { entries: [{ ...REPORT, sends: 1 }, REPORT] };
      },
    };
    const { enabled, load } = reportQuery(api, phone, SENT);
    expect([enabled, await load(() => undefined)]).toEqual([true, REPORT]);
    expect(searches).toEqual([{ user_id: 'ada', token_id: 'token', kinds: ['report'], limit: 10 }]);
  });

  it.each([
    ['a search by person, which finds it anyway', { kind: 'person', value: 'ada' } as const, SENT],
    ['what was not sent', phone, { ...SENT, outcome: 'refused' } as const],
    ['a message of nobody', phone, { ...SENT, user_id: undefined }],
    ['nothing that was found', phone, undefined],
  ])('is not asked for by %s', (_, sought, newest) => {
    const api = { searchActivity: () => Promise.reject(new Error('asked')) };
    expect(reportQuery(api, sought, newest as never).enabled).toBe(false);
  });
});
