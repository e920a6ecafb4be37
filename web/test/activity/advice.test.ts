import { describe, expect, it } from '@jest/globals';
import { ACTIVITY_OUTCOMES } from '../../../handlers/contract/activity.ts';
import type { ActivityEntry } from '../../../handlers/contract/routes/activity.ts';
import { adviceFor } from '../../src/views/activity/advice.ts';
import { SIGNS } from '../../src/views/activity/signs.ts';
import { text } from '../../src/views/activity/strings.ts';

const entry = (more: Partial<ActivityEntry>): ActivityEntry => ({
  at: '2026-11-22T10:00:00.000Z',
  kind: 'issue',
  outcome: 'sent',
  ...more,
});

describe('the advice on an entry', () => {
  it('says why a request was refused, and where that is changed', () => {
    expect(adviceFor(entry({ outcome: 'refused', problem: 'budget_exhausted' }))).toEqual({
      says: 'The SMS budget was used up, so nothing was sent.',
      todo: 'Offer email, or see the budget in Limits.',
      view: 'limits',
    });
  });

  it('has the words of the API for other refusals, without Markdown', () => {
    const advice = adviceFor(entry({ outcome: 'refused', problem: 'request_in_progress' }));
    expect(advice).toEqual({
      says: 'The first request with this key is still running.',
      todo: 'Send the request again after Retry-After, with the same key.',
    });
  });

  it('says what failed, and that no new code is valid', () => {
    expect(adviceFor(entry({ outcome: 'failed', error: 'StoreUnavailable' }))).toMatchObject({
      says: 'DynamoDB did not respond.',
      todo: expect.stringContaining('ask again'),
    });
    expect(adviceFor(entry({ outcome: 'failed' })).says).toBe(
      'The service could not do it. Nothing was sent or checked.',
    );
  });

  it('has a code entered again that could not be checked', () => {
    expect(
      adviceFor(entry({ kind: 'verification', outcome: 'failed', error: 'StoreUnavailable' })),
    ).toMatchObject({
      todo: 'Nothing was decided about the code: have the person enter it again.',
    });
  });

  it('says why a message did not arrive', () => {
    expect(adviceFor(entry({ outcome: 'undelivered', reason: 'phone_unreachable' })).says).toBe(
      'The phone was off or out of reach.',
    );
    expect(adviceFor(entry({ outcome: 'undelivered', reason: 'new_reason' })).says).toBe(
      'No reason was given.',
    );
  });

  it('has words and a sign for every outcome', () => {
    for (const outcome of ACTIVITY_OUTCOMES) {
      expect([adviceFor(entry({ outcome, problem: 'locked' })).says, text.outcomes[outcome]]).not.toContain(
        '',
      );
      expect(SIGNS[outcome]).toBeDefined();
    }
  });
});
