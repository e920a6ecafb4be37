/**
 * Takes back what a request moved although nothing was sent: an outage is not the person's fault.
 *
 * Counted sends, the budget, the pumping guard's send, and the wait before a living token may be sent again. What
 * may have been sent stays counted.
 */
import type { AdmittedRequest } from '../contract/workflow.ts';
import { CourierError, DeliveryUnavailable } from './errors.ts';
import type { Counted, CounterStore, PrefixTraffic, TokenStore } from './ports.ts';
import { isCounted } from './traffic-reference.ts';

/** Where sends are counted. */
export interface SendBooks {
  readonly counters: CounterStore;
  /** Absent when the pumping guard is off. */
  readonly traffic?: Pick<PrefixTraffic, 'takeBackSend'> | undefined;
}

export interface Undo extends SendBooks {
  readonly tokens: Pick<TokenStore, 'forgetResend'>;
}

/**
 * Whether this error, thrown by a delivery, means that the message did not go out. What is not known by name could
 * have been thrown after it had.
 */
export const isUnsent = (error: unknown): boolean =>
  error instanceof CourierError && !(error instanceof DeliveryUnavailable && error.isOutcomeUnknown);

/** Calls that take counts and the guard's send back; each may be repeated. */
export const takeBackCounted = (
  counted: readonly Counted[],
  number_prefix: string,
  { counters, traffic }: SendBooks,
): Promise<void>[] => [
  ...counted.map((entry) => counters.takeBack(entry)),
  ...(traffic && isCounted(number_prefix) ? [traffic.takeBackSend(number_prefix)] : []),
];

/**
 * Everything that an admitted request moved. `guardKnows` says that the delivery step has told the guard already.
 * All of it is tried. @throws StoreUnavailable when something could not be taken back; a repeat does only what is left
 */
export async function takeBackSend(request: AdmittedRequest, guardKnows: boolean, undo: Undo): Promise<void> {
  const prefix = guardKnows ? '' : request.number_prefix;
  const calls = takeBackCounted(request.counted, prefix, undo);
  // A new code was noted together with itself, if at all. A send of the old one since then is another request's.
  if (request.sends > 1 && request.sent_before_at !== '' && request.renewed.issued_at === '') {
    calls.push(
      undo.tokens.forgetResend(request, request.replaces.token_id, request.sends, request.sent_before_at),
    );
  }
  const results = await Promise.allSettled(calls);
  for (const result of results) if (result.status === 'rejected') throw result.reason;
}
