/**
 * Takes back what a request moved although nothing was sent: an outage is not the person's fault.
 *
 * Counted sends, the budget, the pumping guard's send, and the wait before a living token may be sent again. What
 * may have been sent stays counted.
 */
import { STEP_FAULT_NAMES } from '../../contract/faults.ts';
import type { Channel } from '../../contract/vocabulary.ts';
import type { AdmittedRequest, Counted, Leg } from '../../contract/workflow.ts';
import { NEVER_RUN_ERRORS } from '../../contract/workflow.ts';
import { CourierError, DeliveryUnavailable } from '../errors.ts';
import type { CounterStore } from '../limits/counter-store.ts';
import type { PrefixTraffic } from '../pumping/prefix-traffic.ts';
import { textLeg } from '../route.ts';
import { withoutReservations } from '../spending/sms-budget.ts';
import type { SendBefore, TokenStore } from '../token/token-store.ts';

/** Where sends are counted. */
export interface SendCountPorts {
  readonly counters: CounterStore;
  /** Absent when the pumping guard is off. */
  readonly traffic?: Pick<PrefixTraffic, 'takeBackSend'> | undefined;
}

export interface TakeBackSendPorts extends SendCountPorts {
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
  guard_counted: string,
  {
    counters,
    traffic,
  }: Pick<SendCountPorts, 'traffic'> & { readonly counters: Pick<CounterStore, 'takeBack'> },
): Promise<void>[] => [
  ...counted.map((entry) => counters.takeBack(entry)),
  ...(traffic && guard_counted !== '' ? [traffic.takeBackSend(guard_counted)] : []),
];

/** Whether Lambda did not run the delivery by this channel. */
export const wasNotRun = ({ failures }: AdmittedRequest, channel: Channel): boolean =>
  NEVER_RUN_ERRORS.includes(failures?.[channel]?.Error ?? '');

/** An error that has no name of ours could be thrown after a message. True before any delivery. */
export const isCertainlyUnsent = ({ failures = {} }: AdmittedRequest): boolean =>
  Object.values(failures).every(({ Error: error }) =>
    [...NEVER_RUN_ERRORS, ...STEP_FAULT_NAMES].includes(error),
  );

/**
 * What the deliveries left counted. One that ran took back a text's price and the guard's count, its own or those of
 * a text that Lambda did not run; the last one took back all (settle-send.ts). Nothing is taken back twice: by
 * then another's count may have taken the place of its mark, and would be undone instead.
 */
function leftCounted(request: AdmittedRequest): Pick<AdmittedRequest, 'counted' | 'guard_counted'> {
  const { failures = {}, route, counted, guard_counted } = request;
  const ran = (leg: Leg | undefined) =>
    leg !== undefined && failures[leg.channel] !== undefined && !wasNotRun(request, leg.channel);
  if (ran(route.at(-1))) {
    return { counted: [], guard_counted: '' };
  }
  if (ran(textLeg(request))) {
    return { counted: withoutReservations(counted), guard_counted: '' };
  }
  return { counted, guard_counted };
}

/**
 * Everything that an admitted request moved and that certainly came to no message. All of it is tried.
 * @throws StoreUnavailable when something could not be taken back; a repeat does only what is left
 */
export async function takeBackSend(request: AdmittedRequest, ports: TakeBackSendPorts): Promise<void> {
  if (!isCertainlyUnsent(request)) {
    return;
  }
  const { counted, guard_counted } = leftCounted(request);
  const calls = takeBackCounted(counted, guard_counted, ports);
  // A new code is noted together with itself, if at all. A send of the old one since then is another request's.
  const isResend = request.sends > 1 && request.renewed.issued_at === '';
  if (isResend && request.sent_before_at !== '') {
    const resend = { token_id: request.replaces.token_id, sends: request.sends };
    calls.push(ports.tokens.forgetResend(request, resend, sendBefore(request)));
  }
  const results = await Promise.allSettled(calls);
  for (const result of results) {
    if (result.status === 'rejected') {
      throw result.reason;
    }
  }
}

/**
 * The same code goes again only to where it went, so the first channel of the resend is the one before.
 *
 * A second channel that Lambda says it did not run, and that is noted on the token all the same, did run: its message
 * may be out, and what a verification then proves is no more than that channel. Where an earlier send was handed to
 * it too, its note tells nothing, and stays in any case.
 */
const sendBefore = (request: AdmittedRequest): SendBefore => ({
  channel: request.route[0].channel,
  channels: request.handed_to,
  destination_masked: request.route[0].masked,
  destination_digest: request.route[0].digest,
  earlier_destinations: request.earlier_destinations,
  number_prefix: request.number_prefix_before,
  last_sent_at: request.sent_before_at,
  unless_handed_to: doubtedChannel(request),
});

function doubtedChannel(request: AdmittedRequest): Channel | '' {
  const { route, handed_to } = request;
  const [, ...later] = route.map(({ channel }) => channel);
  return later.find((channel) => !handed_to.includes(channel) && wasNotRun(request, channel)) ?? '';
}
