/** The longest form of an owner's own text: each variable has a longest value. */
import { EVERY_PURPOSE } from '../../handlers/contract/settings/messages.ts';
import { LONGEST_SHOWN } from '../../handlers/domain/messages/shown-context.ts';
import { FIELD_VARIABLE, variablesOf } from '../../handlers/domain/messages/template.ts';
import { plannedText } from '../../handlers/domain/messages/text-parts.ts';
import type { MessageSettings } from './message-settings.ts';

export interface OwnText {
  readonly purpose: string;
  readonly language: string;
  readonly text: string;
}

/** With context values in the GSM alphabet. */
export function longestOwnText({ purpose, language, text }: OwnText, settings: MessageSettings): string {
  const { brandName: brand, tokenLifetimeSeconds: lifetimeSeconds, contextInMessage, ...others } = settings;
  const shown = contextInMessage.filter((field) => variablesOf(text).includes(`${FIELD_VARIABLE}${field}`));
  const fields = Object.fromEntries(shown.map((field) => [field, 'x'.repeat(LONGEST_SHOWN)]));
  const messages = { [EVERY_PURPOSE]: { [language]: text } };
  return plannedText({ locale: language, purpose, fields }, { ...others, brand, lifetimeSeconds, messages });
}
