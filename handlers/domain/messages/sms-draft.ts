/** The text as it will be sent, with zeros in place of the code. */
import type { Candidate } from '../issue-rule.ts';
import { smsText } from './messages.ts';

export interface SmsWording {
  readonly brand: string;
  readonly webOtpDomain: string;
  readonly lifetimeSeconds: number;
}

export function draftSms({ request, existing }: Candidate, wording: SmsWording): string {
  const { brand, webOtpDomain, lifetimeSeconds } = wording;
  const code = '0'.repeat(Math.max(request.length, existing?.length ?? 0));
  const { locale, context_shown: context } = request;
  return smsText({ code, brand, lifetimeSeconds, locale, context }, webOtpDomain);
}
