/** Calls of a service that sends messages: what their errors say of whether a message is out. */
import { DeliveryRefused, DeliveryUnavailable } from '../domain/errors.ts';
import type { ClientLike } from './client-settings.ts';
import { isOutcomeUnknown, isPassing, isServiceFault, isUnsecured } from './fault-kinds.ts';

/** Runs a call. @throws DeliveryUnavailable, DeliveryRefused; any other error, of a call that was not made, as it is */
export async function onMessageService<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (isPassing(error)) {
      throw new DeliveryUnavailable({ cause: error, isOutcomeUnknown: isOutcomeUnknown(error) });
    }
    if (isServiceFault(error)) {
      throw new DeliveryRefused({ cause: error });
    }
    throw isHandedOver(error) ? new DeliveryUnavailable({ cause: error, isOutcomeUnknown: true }) : error;
  }
}

/** Errors of requests that had been given to the network by then: an answer that cannot be read, for instance. */
const handedOver = new WeakSet<Error>();

/** A middleware of this step runs around the network and the reading of the answer, and around nothing else. */
export function notingHandedOver<Client extends object>(client: Client): Client {
  (client as ClientLike).middlewareStack.add(
    (next) => async (args) => {
      try {
        return await next(args);
      } catch (error) {
        if (error instanceof Error) {
          handedOver.add(error);
        }
        throw error;
      }
    },
    { step: 'deserialize', priority: 'high', name: 'noteHandedOver' },
  );
  return client;
}

/** Of a connection that no certificate secured, nothing was sent over it. */
const isHandedOver = (error: unknown): boolean =>
  error instanceof Error && handedOver.has(error) && !isUnsecured(error);
