/**
 * The emails: one with a code, and one by which the owner of an address confirms it. Each has a text and an
 * HTML part that say the same. The code is not in the subject, because lock screens show it.
 */
import type { Messages } from '../../contract/settings/messages.ts';
import { layOutEmail } from './email-layout.ts';
import { joinSentences } from './join-sentences.ts';
import { FALLBACK_LANGUAGE } from './languages.ts';
import type { ConfirmationFacts, MessageFacts, MessageWords } from './message-words.ts';
import { confirmationWords, messageWords, shownCode } from './message-words.ts';
import { inAscii } from './sms-spelling.ts';

export interface EmailMessage {
  readonly subject: string;
  /** The subject for services that accept no other characters. */
  readonly asciiSubject: string;
  readonly text: string;
  readonly html: string;
  /** BCP 47 tag of the language of the words. */
  readonly locale: string;
}

/** The email with a code. */
export const emailMessage = (facts: MessageFacts, messages: Messages): EmailMessage =>
  compose(shownCode(facts), messageWords(facts, messages), () =>
    messageWords({ ...facts, locale: FALLBACK_LANGUAGE }, {}),
  );

/** The email that asks the owner of an address to type its code. */
export const confirmationMessage = (facts: ConfirmationFacts): EmailMessage =>
  compose(shownCode(facts), confirmationWords(facts), () =>
    confirmationWords({ ...facts, locale: FALLBACK_LANGUAGE }),
  );

const compose = (
  code: string,
  { locale, subject, sentences }: MessageWords,
  inEnglish: () => MessageWords,
): EmailMessage => ({
  subject,
  asciiSubject: asciiSubject(subject, locale, inEnglish),
  text: joinSentences(sentences),
  html: layOutEmail({ locale, title: subject, code, sentences }),
  locale,
});

/** A subject that ASCII cannot spell is in English instead. */
function asciiSubject(subject: string, locale: string, inEnglish: () => MessageWords): string {
  const spelt = inAscii(subject, locale);
  const isSpelt = /^[ -~]*$/.test(spelt);
  return isSpelt ? spelt : inAscii(inEnglish().subject);
}
