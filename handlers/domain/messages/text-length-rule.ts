/**
 * The rule that a text has at most two parts, so that the context shown in it neither multiplies its price
 * nor exceeds the 1,600 characters that SNS accepts
 * (https://docs.aws.amazon.com/sns/latest/api/API_Publish.html).
 */
import { accept, refuseFields } from '../decision.ts';
import { textLeg } from '../delivery-route.ts';
import type { Rule } from '../issue-rule.ts';
import type { SmsWording } from './sms-draft.ts';
import { draftSms } from './sms-draft.ts';
import { smsSegments } from './sms-segments.ts';

const MOST_PARTS = 2;

/** A message by another channel may be longer. A text may not, even if it is only the fallback. */
export const textLengthRule: Rule<SmsWording> = async (candidate, wording) => {
  const { request } = candidate;
  if (textLeg(request) === undefined || request.context_shown === '') {
    return accept(candidate);
  }
  const parts = smsSegments(draftSms(candidate, wording));
  if (parts <= MOST_PARTS) {
    return accept(candidate);
  }
  const rule = `must be shorter: the text with it has ${parts} parts; at most ${MOST_PARTS} are allowed`;
  return refuseFields([{ field: 'context', rule }]);
};
