/** The SMS with a code, as it is sent. The emails are in email-message.ts. */
import type { Messages } from '../../contract/settings/messages.ts';
import { joinSentences } from './join-sentences.ts';
import type { MessageFacts, Spelling } from './message-words.ts';
import { messageWords } from './message-words.ts';
import { isGsm } from './sms-segments.ts';
import { inAscii, inGsmLetters } from './sms-spelling.ts';

/** What the deployment's settings put into a text. */
export interface SmsSettings {
  readonly messages: Messages;
  /** Empty for none. */
  readonly webOtpDomain: string;
  /** Empty for none. */
  readonly smsRetrieverHash: string;
}

/** The SMS: in letters of the GSM alphabet if all of it can be, otherwise as its language is spelt. */
export function smsText(facts: MessageFacts, settings: SmsSettings): string {
  const lastLine = lineForPrograms(facts.code, settings);
  const written = (spelt?: Spelling) =>
    `${joinSentences(messageWords(facts, settings.messages, spelt).sentences)}${lastLine}`;
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
