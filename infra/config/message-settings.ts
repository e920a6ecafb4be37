/** The settings that decide what a message says, and how long it is. */
import type { Messages } from '../../handlers/contract/settings/messages.ts';
import type { TokenFormat } from '../../handlers/contract/vocabulary.ts';

export interface MessageSettings {
  readonly messages: Messages;
  readonly defaultLocale: string;
  readonly contextInMessage: readonly string[];
  readonly brandName: string;
  readonly tokenFormat: TokenFormat;
  readonly tokenLength: number;
  readonly tokenLifetimeSeconds: number;
  readonly webOtpDomain: string;
  readonly smsRetrieverHash: string;
}
