/**
 * The text as it will be sent, with zeros or letters in place of the code. A code that is sent again says how
 * long it is still valid, so it has several wordings: the longest counts.
 */
import type { TokenFormat } from '../../contract/vocabulary.ts';
import type { Candidate } from '../issue-rule.ts';
import type { MessageFacts } from './message-words.ts';
import type { SmsSettings } from './messages.ts';
import { smsText } from './messages.ts';
import { smsSegments } from './sms-segments.ts';

export interface SmsWording extends SmsSettings {
  readonly brand: string;
  readonly lifetimeSeconds: number;
}

interface CodeShape {
  readonly format: TokenFormat;
  readonly length: number;
}

export function draftSms({ request, existing }: Candidate, wording: SmsWording): string {
  const shape = existing !== undefined && existing.length > request.length ? existing : request;
  const { locale, purpose, context_shown: context, context_fields: fields = {} } = request;
  return longestSms({ code: draftCode(shape), locale, purpose, context, fields }, wording);
}

/** The text with the most parts, whatever is left of the code's lifetime. */
export const longestSms = (
  facts: Omit<MessageFacts, 'brand' | 'lifetimeSeconds'>,
  wording: SmsWording,
): string =>
  // A code is only sent again with at least a quarter of its lifetime left (issuing/resend-token.ts).
  [1, 2, 4]
    .map((part) =>
      smsText({ ...facts, brand: wording.brand, lifetimeSeconds: wording.lifetimeSeconds / part }, wording),
    )
    .reduce((one, other) => (smsSegments(other) > smsSegments(one) ? other : one));

/** Characters as wide as those of a code. */
export const draftCode = ({ format, length }: CodeShape): string =>
  (format === 'numeric' ? '0' : 'A').repeat(length);
