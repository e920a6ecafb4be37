/**
 * Limits by keys of the caller's own: what it knows of who causes a message, such as an address or a device.
 *
 * The service sees auth systems, not the people behind them. With a key, a flood is judged by its source instead of
 * by the numbers that it is aimed at.
 */
import type { FieldError } from '../../contract/problem-document.ts';
import type { WindowLimit } from '../../contract/setting.ts';
import type { LimitKeys } from '../../contract/settings/limits.ts';
import { digestSubject } from '../token/seal-token.ts';
import type { KeySource } from '../token/token-keys.ts';

export interface LimitKeysPorts {
  readonly limitKeys: LimitKeys;
  readonly subjectKeys: KeySource;
}

/** A key of a request, named so that it gives its value to nobody. */
export interface LimitKey {
  readonly name: string;
  /** Keyed, base64url: values such as network addresses are few enough to be tried. */
  readonly digest: string;
  readonly windows: readonly WindowLimit[];
}

type Values = Readonly<Record<string, string>>;

/** Keys without a limit in the configuration: ignored, a misspelt one would limit nothing and nobody would notice. */
export function unknownLimitKeys(values: Values = {}, configured: LimitKeys): readonly FieldError[] {
  const names = Object.keys(configured);
  const known = names.length === 0 ? 'none is' : `those are ${names.join(', ')}`;
  return Object.keys(values)
    .filter((name) => !Object.hasOwn(configured, name))
    .map((name) => ({ field: `limit_keys.${name}`, rule: `must be configured in limitKeys; ${known}` }));
}

/** The keys of a request, with their limits. @throws SecretUnavailable */
export async function limitKeysOf(values: Values = {}, { limitKeys, subjectKeys }: LimitKeysPorts) {
  return Promise.all(
    Object.entries(values).map(async ([name, value]): Promise<LimitKey> => {
      const digest = digestSubject(`limit_key:${name}:${value}`, await subjectKeys.current());
      return { name, digest, windows: limitKeys[name] ?? [] };
    }),
  );
}
