/** Turns the delivery by one channel into a step: the same notes and metrics whichever channel it is. */
import type { Context } from 'aws-lambda';
import type { Channel, DeliveryOutcome } from '../contract/vocabulary.ts';
import { CHANNEL_FACTS } from '../contract/vocabulary.ts';
import type { DeliverTokenInput, Delivery } from '../contract/workflow.ts';
import type { ActivityRecord } from '../domain/activity/activity-log.ts';
import { isKept, sentEntry, undeliveredEntry } from '../domain/activity/request-entries.ts';
import { withRoute } from '../domain/delivering/former-request.ts';
import { isLast, textLeg } from '../domain/delivery-route.ts';
import { errorName } from '../domain/errors.ts';
import type { slicesIn } from '../domain/reporting/slices.ts';
import type { OnBudgetExhausted } from '../domain/spending/sms-budget.ts';
import { toUsd } from '../domain/spending/sms-budget.ts';
import { groupOfClients, kindOf } from '../domain/token/delivery-slot.ts';
import type { KeepActivity } from './keep-activity.ts';
import { PATIENCE_MS } from './keep-activity.ts';
import { step } from './step.ts';
import { tellExhausted } from './tell-exhausted.ts';

/** What a delivery reports besides its outcome. */
export interface DeliveryReports {
  /** A send that failed is still counted. */
  readonly onFault: (error: unknown) => void;
  /** The message may have been sent. */
  readonly onDoubt: (error: unknown) => void;
  readonly onBudgetExhausted: OnBudgetExhausted;
  /** A message was sent whose reports will be ignored. */
  readonly onUnnoted: (error: unknown) => void;
}

/**
 * How long after its start a step still waits for its entry of the activity log: no longer than its slowest delivery
 * takes (test/workflows/time-budget.test.ts), so that a log cannot make the outcome of a message unknown.
 */
export const ENTRY_KEPT_WITHIN_MS = 3400;

/** `keepActivity` is undefined where the deployment has no activity log. */
export function deliveryStep(
  channel: Channel,
  slicesOf: ReturnType<typeof slicesIn>,
  deliver: (input: DeliverTokenInput, reports: DeliveryReports) => Promise<Delivery>,
  keepActivity?: KeepActivity,
): (input: DeliverTokenInput, context: Context) => Promise<Delivery> {
  return step(`deliver-by-${channel}`, async (given: DeliverTokenInput, notes) => {
    const startedAtMs = performance.now();
    const input = withRoute(given);
    const { request, token } = input;
    notes.add({ user_ref: request.user_ref, purpose: request.purpose, token_id: token.token_id, channel });
    const keep = async (outcome: DeliveryOutcome | { readonly error: unknown }) => {
      if (keepActivity !== undefined && isKept(request)) {
        const left = ENTRY_KEPT_WITHIN_MS - (performance.now() - startedAtMs);
        await keepActivity(entryOf(input, channel, outcome), notes, Math.min(PATIENCE_MS, left));
      }
    };
    const delivering = deliver(input, {
      onFault(error) {
        notes.warn('a send could not be taken back', error);
        notes.count({ metric: 'StepsFailed', error: errorName(error) });
      },
      onDoubt: (error) => notes.warn('The message may have been sent', error),
      onBudgetExhausted: tellExhausted(notes),
      onUnnoted(error) {
        notes.warn('a message could not be noted', error);
        notes.count({ metric: 'StepsFailed', error: errorName(error) });
      },
    });
    const delivery = await delivering.catch(async (error: unknown) => {
      if (isLast(channel, request)) {
        await keep({ error });
      }
      throw error;
    });
    await keep(delivery.outcome);
    notes.add({ outcome: delivery.outcome });
    if (request.canary) {
      return delivery;
    }
    const client_group = groupOfClients(request);
    const slices = slicesOf({ channel, client_group, destination_masked: delivery.destination_masked });
    const price = CHANNEL_FACTS[channel].isText && request.test_number === '' ? priceOf(request) : 0;
    // A text that may have been sent keeps its price in the budget too.
    if (price > 0) {
      notes.cost(toUsd(price), slices);
    }
    if (delivery.outcome === 'sent') {
      notes.delivered(
        input.asked_at,
        { kind: kindOf(request), token_id: token.token_id, purpose: request.purpose, client_group },
        slices,
      );
    } else {
      notes.count({ metric: 'DeliveriesUnknown', channel });
    }
    return delivery;
  });
}

function entryOf(
  input: DeliverTokenInput,
  channel: Channel,
  outcome: DeliveryOutcome | { readonly error: unknown },
): ActivityRecord {
  const about = {
    requestId: input.request_id,
    clientId: input.client_id,
    executionArn: input.execution_arn,
    nowMs: Date.now(),
  };
  return typeof outcome === 'string'
    ? sentEntry(about, input, channel, outcome)
    : undeliveredEntry(about, input, channel, errorName(outcome.error));
}

/** Millionths of a dollar. */
const priceOf = (request: DeliverTokenInput['request']): number => textLeg(request)?.text.price ?? 0;
