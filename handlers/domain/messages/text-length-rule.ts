/**
 * The rule that the shown context adds at most one part to a text, so that it neither multiplies its price
 * nor exceeds the 1,600 characters that SNS accepts
 * (https://docs.aws.amazon.com/sns/latest/api/API_Publish.html). How many parts the text has without it
 * depends on its words, its language, and the letters of what is shown: they decide the alphabet of the whole.
 */
import { accept, refuseFields } from '../decision.ts';
import { textLeg } from '../delivery-route.ts';
import type { Candidate, Rule } from '../issue-rule.ts';
import type { SmsWording } from './sms-draft.ts';
import { draftSms } from './sms-draft.ts';
import { isGsm, smsSegments } from './sms-segments.ts';

const MOST_PARTS = 2;

/** A message by another channel may be longer. A text may not, even if it is only the fallback. */
export const textLengthRule: Rule<SmsWording> = async (candidate, wording) => {
  const { request } = candidate;
  if (textLeg(request) === undefined || request.context_shown === '') {
    return accept(candidate);
  }
  const text = draftSms(candidate, wording);
  const parts = smsSegments(text);
  if (parts <= MOST_PARTS) {
    return accept(candidate);
  }
  const most = mostParts(draftSms(withoutShown(candidate), wording), text);
  if (parts <= most) {
    return accept(candidate);
  }
  const rule = `must be shorter: the text with it has ${parts} parts; at most ${most} are allowed`;
  return refuseFields([{ field: 'context', rule }]);
};

/** The most parts that a text may have. `without` is the same text with nothing in place of what it shows. */
export const mostParts = (without: string, text: string): number =>
  Math.max(MOST_PARTS, smsSegments(without, isGsm(text)) + 1);

/** Own words stay own words: they show the same fields, empty. */
function withoutShown(candidate: Candidate): Candidate {
  const { request } = candidate;
  const fields = Object.keys(request.context_fields ?? {}).map((name) => [name, '']);
  return {
    ...candidate,
    request: { ...request, context_shown: '', context_fields: Object.fromEntries(fields) },
  };
}
