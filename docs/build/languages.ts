/** The languages of messages, for docs/languages.md. */

import { DEFAULT_PURPOSE } from '../../handlers/contract/vocabulary.ts';
import { isRightToLeft } from '../../handlers/domain/messages/direction.ts';
import type { Language } from '../../handlers/domain/messages/languages.ts';
import { LANGUAGES } from '../../handlers/domain/messages/languages.ts';
import { smsText } from '../../handlers/domain/messages/messages.ts';
import { isGsm, smsSegments } from '../../handlers/domain/messages/sms-segments.ts';

/** Sets a text apart in the table, and would show in it as such. */
const ISOLATES = /[\u2066-\u2069]/g;

export const languagesPage = (): string => `# Languages of messages

<!-- Made by \`npm run docs\` from handlers/domain/messages. -->

The text for a sign-in, with a brand of four letters and a code of six digits. [Messages](messages.md) says which language a person gets, and how many parts other texts have.

| tag | language | parts | alphabet | text |
|---|---|---|---|---|
${(Object.keys(LANGUAGES) as Language[]).map(rowOf).join('\n')}
`;

function rowOf(tag: Language): string {
  const text = smsText(
    {
      ...{ code: '123456', brand: 'Acme', lifetimeSeconds: 300, locale: tag, purpose: DEFAULT_PURPOSE },
      ...{ context: '', fields: {} },
    },
    { messages: {}, webOtpDomain: '', smsRetrieverHash: '' },
  );
  const shown = isRightToLeft(tag) ? `<bdi dir="rtl">${text.replace(ISOLATES, '')}</bdi>` : text;
  const name = new Intl.DisplayNames('en', { type: 'language' }).of(tag);
  return `| \`${tag}\` | ${name} | ${smsSegments(text)} | ${isGsm(text) ? 'GSM' : 'own'} | ${shown} |`;
}
