/**
 * The rule that a text has at most two parts, so that what callers want shown neither multiplies its price nor goes
 * beyond the 1,600 characters that SNS takes (https://docs.aws.amazon.com/sns/latest/api/API_Publish.html).
 */
import { accept, refuseFields } from '../decision.ts';
import type { Rule } from '../issue-rule.ts';
import { textLeg } from '../route.ts';
import type { SmsWording } from './sms-draft.ts';
import { draftSms } from './sms-draft.ts';
import { smsSegments } from './sms-segments.ts';

const MOST_PARTS = 2;

/** A message by another channel may be longer, but a text that is only its fallback may not. */
export const textLengthRule: Rule<SmsWording> = async (candidate, wording) => {
  const { request } = candidate;
  if (textLeg(request) === undefined || request.context_shown === '') {
    return accept(candidate);
  }
  const parts = smsSegments(draftSms(candidate, wording));
  if (parts <= MOST_PARTS) {
    return accept(candidate);
  }
  const rule = `must be shorter: with what it shows, the text has ${parts} parts and may have ${MOST_PARTS}`;
  return refuseFields([{ field: 'context', rule }]);
};
