/**
 * The emails: one with a code, and one by which the owner of an address confirms it. Each has a text and an HTML
 * part that say the same. The code is not in the subject, which lock screens show.
 */
import { layOutEmail } from './email-layout.ts';
import type { MessageFacts } from './messages.ts';
import { durationIn, wordingFor } from './wording.ts';

export interface EmailMessage {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** BCP 47, of the words. */
  readonly locale: string;
}

/** The email with a code. */
export function emailMessage({
  code,
  brand,
  lifetimeSeconds,
  locale: tag,
  context,
}: MessageFacts): EmailMessage {
  const { locale, wording } = wordingFor(tag);
  const sentences = [
    ...(context === '' ? [] : [wording.context(context)]),
    wording.validity(durationIn(locale, lifetimeSeconds)),
    wording.warning,
  ];
  return compose(locale, wording.subject(brand), code, [wording.code(code, brand), ...sentences]);
}

/** The email that asks the owner of an address to type its code. */
export function confirmationMessage({
  code,
  brand,
  lifetimeSeconds,
  locale: tag,
}: Omit<MessageFacts, 'context'>): EmailMessage {
  const { locale, wording } = wordingFor(tag);
  const { subject, code: sentence, unasked } = wording.confirmAddress;
  return compose(locale, subject(brand), code, [
    sentence(code, brand),
    wording.validity(durationIn(locale, lifetimeSeconds)),
    unasked,
  ]);
}

const compose = (
  locale: string,
  subject: string,
  code: string,
  sentences: readonly string[],
): EmailMessage => ({
  subject,
  text: sentences.join(' '),
  html: layOutEmail({ locale, title: subject, code, sentences }),
  locale,
});
