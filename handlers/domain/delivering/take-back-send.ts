/**
 * Takes back what a request changed if nothing was sent: an outage is not the person's fault.
 *
 * This covers the counted sends, the budget, the pumping guard's count, and the wait before a live token may
 * be sent again. What may have been sent stays counted.
 */
import { STEP_FAULT_NAMES } from '../../contract/faults.ts';
import type { Channel } from '../../contract/vocabulary.ts';
import type { AdmittedRequest, Counted, Leg } from '../../contract/workflow.ts';
import { NEVER_RUN_ERRORS } from '../../contract/workflow.ts';
import { textLeg } from '../delivery-route.ts';
import { CourierError, DeliveryUnavailable } from '../errors.ts';
import type { CounterStore } from '../limits/counter-store.ts';
import type { PrefixTraffic } from '../pumping/prefix-traffic.ts';
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
 * Whether this error of a delivery means that the message was not sent. An error that is not known by name
 * could have been thrown after it was sent.
 */
export const isUnsent = (error: unknown): boolean =>
  error instanceof CourierError && !(error instanceof DeliveryUnavailable && error.isOutcomeUnknown);

/** The calls that take back counts and the guard's send; each may be repeated. */
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

/**
 * Whether the failures so far prove that nothing was sent. Any error that is neither one of the service's own
 * nor one of NEVER_RUN_ERRORS could have been thrown after a message was sent. True before any delivery.
 */
export const isCertainlyUnsent = ({ failures = {} }: AdmittedRequest): boolean =>
  Object.values(failures).every(({ Error: error }) =>
    [...NEVER_RUN_ERRORS, ...STEP_FAULT_NAMES].includes(error),
  );

/**
 * What the deliveries left counted. A delivery that ran took back the text's price and guard count, whether
 * its own or those of a text that Lambda did not run; the last one took back everything (settle-send.ts).
 * Nothing is taken back twice: another count may have overwritten its mark by then, and would be undone
 * instead.
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
 * Takes back everything that an admitted request changed, if certainly no message was sent. Tries all of it.
 * @throws StoreUnavailable when something could not be taken back; a retry does only what is left
 */
export async function takeBackSend(request: AdmittedRequest, ports: TakeBackSendPorts): Promise<void> {
  if (!isCertainlyUnsent(request)) {
    return;
  }
  const { counted, guard_counted } = leftCounted(request);
  const calls = takeBackCounted(counted, guard_counted, ports);
  // The send of a new code is noted only when the code is stored. Any send since then is another request's.
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
 * The state to return to. The same code is sent again only to where it went before, so the first channel of
 * the resend is that of the send before it.
 *
 * If Lambda reports that a second channel did not run, but the channel is noted on the token, it did run. Its
 * message may have been sent, so a verification proves no more than that channel. If an earlier send was
 * already handed to that channel, the note proves nothing, and stays in any case.
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
