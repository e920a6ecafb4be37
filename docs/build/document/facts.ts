/** Numbers and names in the text of the document, read from where the product has them. */
import { readFileSync } from 'node:fs';
import { FAILED_ENDS } from '../../../handlers/contract/faults.ts';
import { PROBLEMS } from '../../../handlers/contract/problems.ts';
import { ROUTES } from '../../../handlers/contract/routes.ts';
import { CODE_SETTINGS } from '../../../handlers/contract/settings/codes.ts';
import { ENDPOINT_TIMEOUT_SECONDS, MACHINE_TIMEOUT_SECONDS } from '../../../handlers/contract/timeouts.ts';
import { TOKEN_LENGTHS } from '../../../handlers/contract/vocabulary.ts';
import { LANGUAGES } from '../../../handlers/domain/messages/languages.ts';
import { KEYS } from '../../../infra/config/keys.ts';
import { SERVICES } from './services.ts';

const WORDS = [
  ...['no', 'one', 'two', 'three', 'four', 'five', 'six'],
  ...['seven', 'eight', 'nine', 'ten', 'eleven', 'twelve'],
];

/** Small numbers in words, as in running text. */
const inWords = (count: number): string => WORDS[count] ?? count.toLocaleString('en');

const minutes = (seconds: number): string => `${inWords(seconds / 60)} minutes`;

export const FACTS: Readonly<Record<string, () => string>> = {
  lifetime: () => minutes(CODE_SETTINGS.tokenLifetimeSeconds.default),
  attempts: () => inWords(CODE_SETTINGS.maxAttempts.default),
  'resend-seconds': () => String(CODE_SETTINGS.resendAfterSeconds.default),
  digits: () => inWords(TOKEN_LENGTHS.numeric.default),
  'machine-seconds': () => String(MACHINE_TIMEOUT_SECONDS),
  'endpoint-seconds': () => String(ENDPOINT_TIMEOUT_SECONDS),
  routes: () => String(Object.keys(ROUTES).length),
  problems: () => String(Object.keys(PROBLEMS).length),
  'machine-ends': () => inWords(Object.keys(FAILED_ENDS).length),
  settings: () => String(Object.keys(KEYS).length),
  languages: () => String(Object.keys(LANGUAGES).length),
  services: () => inWords(SERVICES.filter(({ settings }) => settings === undefined).length),
  'optional-services': () => inWords(SERVICES.filter(({ settings }) => settings !== undefined).length),
  version: () => JSON.parse(readFileSync('package.json', 'utf8')).version,
};
