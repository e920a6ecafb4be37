/** The messages with a code, as they are sent. */
import type { Messages } from '../../contract/settings/messages.ts';
import { FALLBACK_LANGUAGE } from './languages.ts';
import type { MessageFacts, Spelling } from './message-words.ts';
import { messageWords } from './message-words.ts';
import { isGsm } from './sms-segments.ts';
import { inAscii, inGsmLetters } from './sms-spelling.ts';

/** What a deployment has its texts say. */
export interface SmsSettings {
  readonly messages: Messages;
  /** Empty for none. */
  readonly webOtpDomain: string;
  /** Empty for none. */
  readonly smsRetrieverHash: string;
}

const SUBJECT_MAX_LENGTH = 100;

/** The SMS: in letters of the GSM alphabet if that makes all of it so, and else as its language is spelt. */
export function smsText(facts: MessageFacts, settings: SmsSettings): string {
  const lastLine = lineForPrograms(facts.code, settings);
  const written = (spelt?: Spelling) =>
    `${joined(messageWords(facts, settings.messages, spelt).sentences)}${lastLine}`;
  const text = written(inSmsLetters);
  return isGsm(text) ? text : written();
}

const inSmsLetters: Spelling = (words, { isPlainInSms = false }) =>
  isPlainInSms ? inAscii(words) : inGsmLetters(words);

/**
 * What browsers and apps read. The line of the site comes last and lets browsers autofill the code on that
 * site only (WICG origin-bound one-time codes: https://wicg.github.io/sms-one-time-codes/); what follows the
 * code in it is ignored. The app's hash ends the text
 * (https://developers.google.com/identity/sms-retriever/verify), so a text can have both.
 */
function lineForPrograms(code: string, { webOtpDomain, smsRetrieverHash }: SmsSettings): string {
  const site = webOtpDomain === '' ? [] : [`@${webOtpDomain} #${code}`];
  const app = smsRetrieverHash === '' ? [] : [smsRetrieverHash];
  const line = [...site, ...app].join(' ');
  return line === '' ? '' : `\n\n${line}`;
}

/**
 * The email. SNS allows subjects of at most 100 ASCII characters without line breaks
 * (https://docs.aws.amazon.com/sns/latest/api/API_Publish.html): a subject that ASCII cannot spell is in
 * English.
 */
export function emailText(
  facts: MessageFacts,
  messages: Messages,
): { readonly subject: string; readonly text: string } {
  const { subject, sentences } = messageWords(facts, messages);
  return { subject: asciiSubject(subject, facts), text: joined(sentences) };
}

function asciiSubject(subject: string, facts: MessageFacts): string {
  const spelt = inAscii(subject);
  const isSpelt = /^[ -~]*$/.test(spelt);
  const ours = isSpelt ? spelt : messageWords({ ...facts, locale: FALLBACK_LANGUAGE }, {}).subject;
  return ours
    .replace(/[^ -~]/g, '')
    .replace(/ +/g, ' ')
    .slice(0, SUBJECT_MAX_LENGTH)
    .trim();
}

/** Chinese and Japanese put no space after a full stop. */
const joined = (sentences: readonly string[]): string =>
  sentences.reduce((text, sentence) => `${text}${text.endsWith('。') ? '' : ' '}${sentence}`);
