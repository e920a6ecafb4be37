/** The messages as the service would send them: built by its own code from config.json. */
import type { PageConfig } from '../../../../handlers/contract/page.ts';
import { TOKEN_ALPHABETS } from '../../../../handlers/contract/vocabulary.ts';
import { chooseLanguage, languagesFor } from '../../../../handlers/domain/messages/choose-language.ts';
import { isRightToLeft } from '../../../../handlers/domain/messages/direction.ts';
import { emailMessage } from '../../../../handlers/domain/messages/email-message.ts';
import type { MessageFacts } from '../../../../handlers/domain/messages/message-words.ts';
import { smsText } from '../../../../handlers/domain/messages/messages.ts';
import { ownWords } from '../../../../handlers/domain/messages/own-words.ts';
import { shownContext, shownValues } from '../../../../handlers/domain/messages/shown-context.ts';
import { isGsm, smsSegments } from '../../../../handlers/domain/messages/sms-segments.ts';

export interface Asked {
  readonly purpose: string;
  /** BCP 47 tag. */
  readonly language: string;
  /** By name; empty values are left out. */
  readonly context: Readonly<Record<string, string>>;
}

export interface Preview {
  readonly locale: string;
  readonly rightToLeft: boolean;
  readonly isOwn: boolean;
  readonly sms: string;
  readonly parts: number;
  readonly isGsm: boolean;
  readonly subject: string;
  readonly email: string;
}

export function previewOf(
  asked: Asked,
  { brand_name, token_lifetime, messages: config }: PageConfig,
): Preview {
  const { purpose } = asked;
  const { own_words: messages, context_fields } = config;
  const locale = chooseLanguage([asked.language, config.default_locale], purpose, messages);
  const context = Object.fromEntries(Object.entries(asked.context).filter(([, value]) => value !== ''));
  const facts: MessageFacts = {
    code: sampleCode(config),
    brand: brand_name,
    lifetimeSeconds: token_lifetime,
    locale,
    purpose,
    context: shownContext(context, context_fields, locale),
    fields: shownValues(context, context_fields),
  };
  const sms = smsText(facts, {
    messages,
    webOtpDomain: config.web_otp_domain,
    smsRetrieverHash: config.sms_retriever_hash,
  });
  const { subject, asciiSubject, text } = emailMessage(facts, messages);
  return {
    locale,
    rightToLeft: isRightToLeft(locale),
    isOwn: ownWords(messages, facts) !== undefined,
    sms,
    parts: smsSegments(sms),
    isGsm: isGsm(sms),
    subject: config.email_sender === 'sns' ? asciiSubject : subject,
    email: text,
  };
}

/** The languages for a purpose, with their names in English and in the language itself. */
export function languageOptions(
  purpose: string,
  { messages }: PageConfig,
): readonly { readonly value: string; readonly label: string; readonly description: string }[] {
  const english = new Intl.DisplayNames('en', { type: 'language' });
  return [...languagesFor(purpose, messages.own_words)]
    .map((tag) => ({
      value: tag,
      label: english.of(tag) ?? tag,
      description: `${new Intl.DisplayNames(tag, { type: 'language' }).of(tag) ?? tag} (${tag})`,
    }))
    .sort((one, other) => one.label.localeCompare(other.label, 'en'));
}

/** A sample code in the deployment's format and length. */
function sampleCode({ token_format, token_length }: PageConfig['messages']): string {
  const alphabet =
    token_format === 'numeric' ? '1234567890' : [...TOKEN_ALPHABETS.alphanumeric].reverse().join('');
  return alphabet.slice(0, token_length);
}
