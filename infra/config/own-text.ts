/** The longest form of an owner's own text: each variable has a longest value. */
import { EVERY_PURPOSE } from '../../handlers/contract/settings/messages.ts';
import { LONGEST_SHOWN } from '../../handlers/domain/messages/shown-context.ts';
import { FIELD_VARIABLE, variablesOf } from '../../handlers/domain/messages/template.ts';
import { plannedText } from '../../handlers/domain/messages/text-parts.ts';
import type { MessageSettings } from './message-settings.ts';

/** Values of the context: in the GSM alphabet, in letters that it lacks, and none. */
export const IN_GSM = 'x'.repeat(LONGEST_SHOWN);
export const BEYOND_GSM = 'я'.repeat(LONGEST_SHOWN);
export const NOTHING = '';

export interface OwnText {
  readonly purpose: string;
  readonly language: string;
  readonly text: string;
}

/** With this in place of every value of the context. */
export function longestOwnText(
  { purpose, language, text }: OwnText,
  settings: MessageSettings,
  value: string,
): string {
  const { brandName: brand, tokenLifetimeSeconds: lifetimeSeconds, contextInMessage, ...others } = settings;
  const shown = contextInMessage.filter((field) => variablesOf(text).includes(`${FIELD_VARIABLE}${field}`));
  const fields = Object.fromEntries(shown.map((field) => [field, value]));
  const messages = { [EVERY_PURPOSE]: { [language]: text } };
  return plannedText({ locale: language, purpose, fields }, { ...others, brand, lifetimeSeconds, messages });
}
