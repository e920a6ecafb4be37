/** Notes that a code which was delivered came back to the system that made it. */
import type { ReportDeliveryBody } from '../../contract/routes/deliveries.ts';
import { CHANNEL_FACTS } from '../../contract/vocabulary.ts';
import type { Clock } from '../clock.ts';
import type { Decision } from '../decision.ts';
import { accept, refuse } from '../decision.ts';
import { isCounted } from '../pumping/traffic-reference.ts';
import { deliveryGroup } from '../token/delivery-slot.ts';
import type { TokenRecord, TokenStore } from '../token/token-store.ts';

export interface ReportDeliveryPorts {
  readonly tokens: Pick<TokenStore, 'get' | 'markUsed'>;
  readonly now: Clock;
  readonly newId: () => string;
  /** Counts a code that came back in the pumping guard; never throws. Absent when the guard is off. */
  readonly noteReturn?: ((reference: string, nowSeconds: number) => Promise<void>) | undefined;
}

export interface ReportedDelivery extends Pick<ReportDeliveryBody, 'user_id' | 'purpose'> {
  readonly delivery_id: string;
  /** Of the client that reports; to it, the deliveries of other groups do not exist. */
  readonly clientGroup: string;
}

/**
 * The number is not noted as verified, which would exempt it from the guard: that takes a code that was checked here.
 * A report that is late for the list still counts for the guard, if the number is still counted by itself
 * (adapters/dynamodb/prefix-item.ts). A number counts once a day, however often it is reported.
 * @throws StoreUnavailable
 */
export async function reportDelivery(
  { user_id, purpose, delivery_id, clientGroup }: ReportedDelivery,
  { tokens, now, newId, noteReturn }: ReportDeliveryPorts,
): Promise<Decision<TokenRecord>> {
  const delivery = await tokens.get({
    user_id,
    purpose,
    client_group: deliveryGroup(clientGroup, delivery_id),
  });
  if (delivery === undefined) {
    return refuse('not_found', 'No such delivery is remembered.');
  }
  const nowMs = now();
  const nowSeconds = Math.floor(nowMs / 1000);
  const { number_prefix = '', channel } = delivery;
  const isText = CHANNEL_FACTS[channel].isText && isCounted(number_prefix);
  const use = { tokenId: delivery_id, verifiedAt: new Date(nowMs).toISOString(), verifiedBy: newId() };
  await Promise.all([
    tokens.markUsed(delivery, use, nowSeconds),
    isText ? noteReturn?.(number_prefix, nowSeconds) : undefined,
  ]);
  return accept(delivery);
}
