/** Reads a verification that is pending; any other is gone, as at Twilio. */
import type { Verification } from '../../contract/twilio.ts';
import type { Clock } from '../clock.ts';
import type { KeySource, TokenKeys } from '../token/token-keys.ts';
import type { RouteFacts } from './describe-verification.ts';
import { describeVerification } from './describe-verification.ts';
import type { FindPorts, Found } from './find-verification.ts';
import { findVerification, isPending } from './find-verification.ts';
import type { Outcome } from './outcome.ts';
import { done, notFound } from './outcome.ts';

export interface FetchPorts extends FindPorts {
  readonly subjectKeys: Pick<KeySource, 'current'>;
  readonly now: Clock;
  readonly onFound: (found: Found) => void;
}

/** `named` is a SID, a number or an address. @throws StoreUnavailable, SecretUnavailable */
export async function fetchVerification(
  named: string,
  about: RouteFacts,
  ports: FetchPorts,
): Promise<Outcome<Verification>> {
  const keys = await ports.subjectKeys.current();
  const found = await findPending(named, keys, ports);
  if (!found.ok) {
    return found;
  }
  const { token, to } = found.value;
  return done(describeVerification(token, 'pending', { ...about, to }, keys, ports.now()));
}

/** @throws StoreUnavailable */
export async function findPending(
  named: string,
  keys: TokenKeys,
  ports: Omit<FetchPorts, 'subjectKeys'>,
): Promise<Outcome<Found>> {
  const found = await findVerification(named, keys, ports);
  if (!found.ok) {
    return found;
  }
  ports.onFound(found.value);
  return isPending(found.value.token, ports.now()) ? found : notFound();
}
