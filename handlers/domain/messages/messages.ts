/** What a message with a code says, and the SMS that says it. The email is in email-message.ts. */
import { durationIn, wordingFor } from './wording.ts';

export interface MessageFacts {
  readonly code: string;
  readonly brand: string;
  readonly lifetimeSeconds: number;
  /** BCP 47, or empty. */
  readonly locale: string;
  /** What the code confirms, as shown after the code; empty for nothing. */
  readonly context: string;
}

/**
 * The SMS. With a domain, its last line lets browsers autofill the code on that site only
 * (WICG origin-bound one-time codes: https://wicg.github.io/sms-one-time-codes/).
 */
export function smsText(facts: MessageFacts, webOtpDomain: string): string {
  const { locale, wording } = wordingFor(facts.locale);
  const text = [
    wording.code(facts.code, facts.brand),
    ...(facts.context === '' ? [] : [wording.context(facts.context)]),
    wording.validity(durationIn(locale, facts.lifetimeSeconds)),
    wording.warning,
  ].join(' ');
  return webOtpDomain === '' ? text : `${text}\n\n@${webOtpDomain} #${facts.code}`;
}
