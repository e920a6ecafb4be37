/** POST /deliveries: sends a code that the caller made. */
import { codeDeliveries } from '../adapters/code-deliveries.ts';
import { createSecretsManagerClient, secretsManagerKeys } from '../adapters/secrets-manager/keys.ts';
import { DELIVER_CODE } from '../contract/functions/deliveries.ts';
import { DELIVERY_ROUTES } from '../contract/routes/deliveries.ts';
import { accept } from '../domain/decision.ts';
import { deliverCode } from '../domain/deliveries/deliver-code.ts';
import { readDelivery } from '../domain/deliveries/read-delivery.ts';
import { countRefusal } from '../runtime/count-refusal.ts';
import { endpoint } from '../runtime/endpoint.ts';
import { readFunction } from '../runtime/environment.ts';
import { json, problemAnswer, REPLAYED } from '../runtime/http-answer.ts';
import { traced } from '../runtime/observability.ts';
import { personReferences } from '../runtime/person-references.ts';

const { settings, deployed, secrets } = readFunction(DELIVER_CODE);
const ports = codeDeliveries({ ...deployed, ...settings, secrets }, traced);
const people = personReferences(
  secretsManagerKeys(traced(createSecretsManagerClient()), secrets.reference, Date.now),
);

export const handler = endpoint(
  DELIVERY_ROUTES.deliverCode,
  async ({ body, idempotencyKey, request }, notes) => {
    const { clientId, requestId } = request;
    notes.add({ purpose: body.purpose, channel: body.channel });
    notes.person(people.refer(body.user_id));
    const start = deliverCode({
      ...ports,
      onFault: (error) => notes.warn('a delivery could not be started', error),
    });
    const delivery = await start(readDelivery(body), { clientId, requestId, idempotencyKey });
    if (!delivery.ok) {
      countRefusal(delivery, notes);
      notes.add({ outcome: delivery.refusal.code });
      return accept(problemAnswer(delivery.refusal, requestId));
    }
    const { replayed, ...answer } = delivery.value;
    notes.add({ outcome: answer.status, token_id: answer.delivery_id });
    return accept(json(answer, replayed ? REPLAYED : {}, answer.status === 'unknown' ? 202 : 201));
  },
);
