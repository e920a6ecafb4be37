/**
 * What the carrier or mail server reported on the message that a search found. A report names no request, so a search
 * by request or execution does not find it: one would read that the message was sent, and not that it never arrived. A
 * search by destination finds its reports, and asks only where there was none among them.
 */
import type { ActivityEntry } from '../../../../handlers/contract/routes/activity.ts';
import type { AnswerQuery } from '../../api/answer-query.ts';
import type { Api } from '../../api/api-client.ts';
import type { Sought } from './activity-query.ts';

/** Reports of one code: on each of its messages, and one that came twice. */
const MOST_REPORTS = 10;

/** Asks only for a message that was sent, and only where its report is not among what was found. */
export function reportQuery(
  api: Pick<Api, 'searchActivity'>,
  sought: Sought | undefined,
  newest: ActivityEntry | undefined,
): AnswerQuery<ActivityEntry | undefined> {
  const { user_id, token_id, outcome, sends } = newest ?? {};
  return {
    key: ['report', outcome, token_id, sends],
    enabled:
      sought !== undefined &&
      sought.kind !== 'person' &&
      user_id !== undefined &&
      token_id !== undefined &&
      (outcome === 'sent' || outcome === 'unknown'),
    async load() {
      const { entries } = await api.searchActivity({
        ...(user_id === undefined ? {} : { user_id }),
        ...(token_id === undefined ? {} : { token_id }),
        kinds: ['report'],
        limit: MOST_REPORTS,
      });
      return entries.find((report) => report.sends === sends);
    },
  };
}
