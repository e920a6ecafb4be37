/**
 * Limits by keys that the caller provides: what it knows about who triggers a message, such as an IP address
 * or a device.
 *
 * The service sees auth systems, not the people behind them. With a key, a flood is judged by its source
 * instead of by the numbers it targets.
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

/** A limit key of a request, without its value in the clear. */
export interface LimitKey {
  readonly name: string;
  /** Keyed, base64url: values such as IP addresses are few enough to try them all. */
  readonly digest: string;
  readonly windows: readonly WindowLimit[];
}

type Values = Readonly<Record<string, string>>;

/** Keys without a configured limit. If they were ignored, a misspelt key would limit nothing, unnoticed. */
export function unknownLimitKeys(values: Values = {}, configured: LimitKeys): readonly FieldError[] {
  const names = Object.keys(configured);
  const known = names.length === 0 ? 'it has no keys' : `its keys are ${names.join(', ')}`;
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
