/**
 * The sentences of messages, by language. An SMS joins them and an email lays them out, so each stands alone.
 *
 * An SMS keeps to the GSM 03.38 alphabet and, with a short brand, to one segment of 160 characters:
 * https://docs.aws.amazon.com/sns/latest/dg/sms_publish-to-phone.html
 */

interface Wording {
  /** Of the email. Without the code, which lock screens would show. */
  readonly subject: (brand: string) => string;
  /** Begins with the code: whatever a context says, no other number comes before it, and autofill takes it. */
  readonly code: (code: string, brand: string) => string;
  /** What the code confirms, as the message shows it. */
  readonly context: (context: string) => string;
  /** How long the code is valid, in words of the language. */
  readonly validity: (duration: string) => string;
  readonly warning: string;
  /** Of the email by which the owner of an address confirms it. */
  readonly confirmAddress: {
    readonly subject: (brand: string) => string;
    /** Begins with the code, too. */
    readonly code: (code: string, brand: string) => string;
    /** For those who did not ask for it. */
    readonly unasked: string;
  };
}

const english: Wording = {
  subject: (brand) => `Your ${brand} security code`,
  code: (code, brand) => `${code} is your ${brand} code.`,
  context: (context) => `For ${context}.`,
  validity: (duration) => `It is valid for ${duration}.`,
  warning: 'Do not share it.',
  confirmAddress: {
    subject: (brand) => `Confirm your email address for ${brand}`,
    code: (code, brand) => `${code} is the code that confirms this address for ${brand}.`,
    unasked: 'If you did not ask for it, ignore this message: nothing more will be sent here.',
  },
};

/** By primary language subtag; English stands in for the rest. */
const WORDINGS: ReadonlyMap<string, Wording> = new Map([['en', english]]);

export interface FoundWording {
  /** BCP 47, of the words themselves. */
  readonly locale: string;
  readonly wording: Wording;
}

/** The words for a BCP 47 tag, which may be empty. */
export function wordingFor(tag: string): FoundWording {
  const locale = tag.split('-')[0]?.toLowerCase() ?? '';
  const wording = WORDINGS.get(locale);
  return wording === undefined ? { locale: 'en', wording: english } : { locale, wording };
}

/** Whole minutes, rounded down so that no one is promised more; seconds below one minute. */
export function durationIn(locale: string, seconds: number): string {
  const [count, unit] = seconds < 60 ? [seconds, 'second'] : [Math.floor(seconds / 60), 'minute'];
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(count);
}
