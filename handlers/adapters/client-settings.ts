/**
 * Settings of every AWS client: give up in time, and say nothing that a person told us.
 *
 * A step has 2 s; two attempts of at most 0.8 s and the SDK's first wait of at most 0.1 s fit into it. The
 * request's timeout includes the time to connect.
 * Region and endpoint come from the environment only (AWS_REGION, AWS_ENDPOINT_URL).
 */

/** The least of a client that is needed here, whatever its service. */
export interface ClientLike {
  readonly middlewareStack: {
    add(
      middleware: (next: (args: never) => Promise<unknown>) => (args: never) => Promise<unknown>,
      options: { readonly step: 'deserialize'; readonly priority: 'high'; readonly name: string },
    ): void;
  };
}

export const CLIENT_SETTINGS = {
  maxAttempts: 2,
  requestHandler: { connectionTimeout: 500, requestTimeout: 800, throwOnRequestTimeout: true },
} as const;

/**
 * A message that is published twice is paid for twice, and one whose answer never arrived may have been sent. So
 * the client makes one attempt with a longer timeout; domain/delivering/send-in-time.ts repeats only what SNS did
 * not accept.
 */
export const PUBLISH_SETTINGS = {
  maxAttempts: 1,
  requestHandler: { connectionTimeout: 1000, requestTimeout: 2000, throwOnRequestTimeout: true },
} as const;

/**
 * Empties the message of every error that the client throws; name, code and metadata stay.
 *
 * Services quote the parameter that they refuse (SNS: the phone number), and an error's message is
 * copied by tracing, which wraps this middleware, and by the runtime's log of unhandled errors.
 */
export function withoutErrorMessages<T extends object>(client: T): T {
  (client as ClientLike).middlewareStack.add(
    (next) => async (args) => {
      try {
        return await next(args);
      } catch (error) {
        throw error instanceof Error ? silence(error) : error;
      }
    },
    { step: 'deserialize', priority: 'high', name: 'silenceErrors' },
  );
  return client;
}

function silence(error: Error): Error {
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  Object.defineProperty(error, 'message', { value: '', configurable: true, writable: true });
  error.stack = [error.name, ...frames].join('\n');
  return error;
}
