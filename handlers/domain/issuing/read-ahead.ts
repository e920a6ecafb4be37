/**
 * Starts the reads that follow from the request itself in parallel, so that the rules, which run one after
 * another, wait for the network once. The rules call the same ports as before and get the reads already under
 * way.
 *
 * Only data that no rule writes first may be read ahead. If a rule refuses early, some reads go unused.
 */
import type { AdmittedRequest } from '../../contract/workflow.ts';
import { firstText, textLeg } from '../delivery-route.ts';
import { judgeNumber } from '../destinations/destination-policy.ts';
import type { DestinationRulePorts } from '../destinations/destination-rule.ts';
import { digestDestination } from '../destinations/digest-destination.ts';
import { isOptedOut } from '../destinations/opt-outs.ts';
import type { AskedToken } from '../issue-rule.ts';
import type { FailedVerificationLimitPorts } from '../limits/failed-verification-limit.ts';
import { readFailedVerifications } from '../limits/failed-verification-limit.ts';
import type { OverridePorts } from '../overrides/block-rule.ts';
import type { PumpingRulePorts } from '../pumping/pumping-rule.ts';
import type { TokenStore } from '../token/token-store.ts';
import type { FindRoutePorts } from './find-route.ts';
import { needsContact } from './find-route.ts';

type Reads = FindRoutePorts &
  DestinationRulePorts &
  FailedVerificationLimitPorts &
  PumpingRulePorts &
  OverridePorts & { readonly tokens: Pick<TokenStore, 'get'> };

export interface ReadsAhead<Policy> {
  readonly policy: Policy;
  /** Starts the reads that need the route, in parallel with the first rule's own reads. */
  readonly follow: (request: AdmittedRequest) => void;
  /** Resolves when every read has settled, so that none keeps running after the request ends. */
  readonly settled: () => Promise<unknown>;
}

export function readAhead<Policy extends Reads>(asked: AskedToken, policy: Policy): ReadsAhead<Policy> {
  const { body, brought, clientGroup, phoneNumber, nowMs } = asked;
  const nowSeconds = Math.floor(nowMs / 1000);
  const key = { user_id: body.user_id, purpose: body.purpose, client_group: clientGroup };
  const contact = once(policy.contacts.get);
  const token = once(() => policy.tokens.get(key));
  const optedOut = once(policy.optOuts.has);
  const guesses = once(() => readFailedVerifications(key, nowSeconds, policy));
  const overrides = once(policy.overrides.current);
  const known = once((number: string) => policy.numbers.read(number, body.user_id, nowSeconds));
  const ahead: Policy = {
    ...policy,
    contacts: { ...policy.contacts, get: contact },
    // The rules read no other token.
    tokens: { ...policy.tokens, get: () => token() },
    optOuts: { ...policy.optOuts, has: optedOut },
    failedVerificationsAhead: guesses,
    numbers: { read: (number) => known(number) },
    overrides: { current: overrides },
  };

  const isSendable = (number: string) => judgeNumber(number, policy.destinations) === undefined;
  const begun: Promise<unknown>[] = [];
  /** A rule that uses the read sees its failure; the failure of an unused read is ignored. */
  const begin = (read: Promise<unknown>) => void begun.push(read.catch(() => undefined));

  if (brought.delivery === undefined) {
    begin(token());
    begin(guesses());
  }
  if (needsContact(asked, policy.channels)) {
    begin(contact(body.user_id));
  }
  if (phoneNumber !== undefined && isSendable(phoneNumber)) {
    begin(isOptedOut({ phone_number: phoneNumber }, ahead));
    begin(overrides());
    if (policy.pumpingGuard) {
      begin(
        policy.subjectKeys
          .current()
          .then((keys) => known(digestDestination('phone_number', phoneNumber, keys))),
      );
    }
  }
  return {
    policy: ahead,
    follow(request) {
      if (textLeg(request) !== undefined) {
        begin(overrides());
      }
      const text = firstText(request);
      if (policy.pumpingGuard && text && isSendable(text.address)) {
        begin(known(text.digest));
      }
    },
    settled: () => Promise.all(begun),
  };
}

/** Makes one call per set of arguments and shares its result. */
function once<Args extends readonly string[], T>(
  call: (...args: Args) => Promise<T>,
): (...args: Args) => Promise<T> {
  const made = new Map<string, Promise<T>>();
  return (...args) => {
    const name = JSON.stringify(args);
    const result = made.get(name) ?? call(...args);
    made.set(name, result);
    return result;
  };
}
