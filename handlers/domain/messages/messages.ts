/**
 * Every message that a person receives, by language.
 *
 * An SMS uses only the GSM 03.38 alphabet and, with a short brand name, fits into one segment of 160
 * characters:
 * https://docs.aws.amazon.com/sns/latest/dg/sms_publish-to-phone.html
 */

export interface MessageFacts {
  readonly code: string;
  readonly brand: string;
  readonly lifetimeSeconds: number;
  /** BCP 47, or empty. */
  readonly locale: string;
  /** What the code confirms, as shown after the code; empty for nothing. */
  readonly context: string;
}

interface Texts {
  readonly subject: (brand: string) => string;
  /** Starts with the code: autofill takes it, and whatever the context says, no other number comes first. */
  readonly body: (facts: MessageFacts) => string;
}

const english: Texts = {
  subject: (brand) => `Your ${brand} security code`,
  body: ({ code, brand, lifetimeSeconds, context }) =>
    [
      `${code} is your ${brand} code.`,
      ...(context === '' ? [] : [`For ${context}.`]),
      `It is valid for ${duration(lifetimeSeconds, 'en')}. Do not share it.`,
    ].join(' '),
};

/** By primary language subtag; all other languages use English. */
const TEXTS: ReadonlyMap<string, Texts> = new Map([['en', english]]);

const SUBJECT_MAX_LENGTH = 100;

/**
 * The SMS. With a domain, its last line lets browsers autofill the code on that site only
 * (WICG origin-bound one-time codes: https://wicg.github.io/sms-one-time-codes/).
 */
export function smsText(facts: MessageFacts, webOtpDomain: string): string {
  const text = textsFor(facts.locale).body(facts);
  return webOtpDomain === '' ? text : `${text}\n\n@${webOtpDomain} #${facts.code}`;
}

/**
 * The email. The code is not in the subject, because lock screens show it. SNS allows subjects of at most 100
 * ASCII characters without line breaks (https://docs.aws.amazon.com/sns/latest/api/API_Publish.html).
 */
export function emailText(facts: MessageFacts): { readonly subject: string; readonly text: string } {
  const texts = textsFor(facts.locale);
  const subject = texts
    .subject(facts.brand)
    .replace(/[^ -~]/g, '')
    .replace(/ +/g, ' ');
  return { subject: subject.slice(0, SUBJECT_MAX_LENGTH).trim(), text: texts.body(facts) };
}

const textsFor = (locale: string): Texts => TEXTS.get(locale.split('-')[0]?.toLowerCase() ?? '') ?? english;

/** In whole minutes, rounded down so that it never promises too much; in seconds below one minute. */
function duration(seconds: number, language: string): string {
  const [count, unit] = seconds < 60 ? [seconds, 'second'] : [Math.floor(seconds / 60), 'minute'];
  return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(count);
}
