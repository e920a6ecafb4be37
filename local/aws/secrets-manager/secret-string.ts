/**
 * Generates secrets as Secrets Manager does for a template's GenerateSecretString.
 * Source: Secrets Manager API reference, GetRandomPassword.
 */
import { randomInt } from 'node:crypto';

const DEFAULT_LENGTH = 32;
const LOWERCASE = 'abcdefghijklmnopqrstuvwxyz';
const KINDS = {
  ExcludeLowercase: LOWERCASE,
  ExcludeUppercase: LOWERCASE.toUpperCase(),
  ExcludeNumbers: '0123456789',
  ExcludePunctuation: '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~',
};

/** The template property; the length is in characters. */
export interface GenerateSecretString {
  readonly PasswordLength?: number;
  readonly ExcludeCharacters?: string;
  readonly ExcludeLowercase?: boolean;
  readonly ExcludeUppercase?: boolean;
  readonly ExcludeNumbers?: boolean;
  readonly ExcludePunctuation?: boolean;
  readonly IncludeSpace?: boolean;
  readonly RequireEachIncludedType?: boolean;
  readonly SecretStringTemplate?: string;
  readonly GenerateStringKey?: string;
}

/** A random password, or the JSON template with the password under its key. */
export function generateSecretString(options: GenerateSecretString): string {
  const password = generatePassword(options);
  const { SecretStringTemplate, GenerateStringKey } = options;
  if (SecretStringTemplate === undefined || GenerateStringKey === undefined) {
    return password;
  }
  return JSON.stringify({ ...JSON.parse(SecretStringTemplate), [GenerateStringKey]: password });
}

function generatePassword(options: GenerateSecretString): string {
  const excluded = new Set(options.ExcludeCharacters ?? '');
  const kinds = [
    ...Object.entries(KINDS).map(([name, characters]) =>
      options[name as keyof typeof KINDS] === true ? '' : characters,
    ),
    options.IncludeSpace === true ? ' ' : '',
  ]
    .map((characters) => [...characters].filter((each) => !excluded.has(each)))
    .filter((characters) => characters.length > 0);
  const all = kinds.flat();
  if (all.length === 0) {
    throw new Error('GenerateSecretString excludes every character.');
  }

  const one = options.RequireEachIncludedType === false ? [] : kinds.map(pick);
  const rest = Array.from({ length: (options.PasswordLength ?? DEFAULT_LENGTH) - one.length }, () =>
    pick(all),
  );
  return shuffle([...one, ...rest]).join('');
}

const pick = (characters: readonly string[]): string => characters[randomInt(characters.length)] ?? '';

function shuffle(items: readonly string[]): string[] {
  const left = [...items];
  return items.map(() => left.splice(randomInt(left.length), 1).join(''));
}
