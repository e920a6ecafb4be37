/** SNS as texts and emails use it. */
import type { SNSClientConfig } from '@aws-sdk/client-sns';
import { SNSClient } from '@aws-sdk/client-sns';
import { DeliveryRefused, DeliveryUnavailable } from '../../domain/errors.ts';
import { CLIENT_SETTINGS, PUBLISH_SETTINGS, withoutErrorMessages } from '../client-settings.ts';
import { isOutcomeUnknown, isPassing, isServiceFault, isUnsecured } from '../fault-kinds.ts';

export const createSnsClient = (): SNSClient => withoutErrorMessages(new SNSClient(CLIENT_SETTINGS));

/** The client that publishes messages. `elsewhere` is for tests: region, endpoint and credentials. */
export const createPublisher = (elsewhere: SNSClientConfig = {}): SNSClient =>
  withoutErrorMessages(notingHandedOver(new SNSClient({ ...PUBLISH_SETTINGS, ...elsewhere })));

/**
 * Runs a call.
 * @throws DeliveryUnavailable, DeliveryRefused; unchanged, any other error of a call that was never made
 */
export async function onSns<T>(call: () => Promise<T>): Promise<T> {
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

/** Errors of requests that had already been handed to the network, such as one with an unreadable answer. */
const handedOver = new WeakSet<Error>();

/** Middleware of this step wraps the network call and the parsing of the answer, and nothing else. */
function notingHandedOver(client: SNSClient): SNSClient {
  client.middlewareStack.add(
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

/** Without a completed TLS handshake, nothing was sent. */
const isHandedOver = (error: unknown): boolean =>
  error instanceof Error && handedOver.has(error) && !isUnsecured(error);
