/**
 * Settings shared by every AWS client: time out early, and keep personal data out of errors.
 *
 * A step has 2 s. Two attempts of at most 0.8 s each and the SDK's first backoff of at most 0.1 s fit into
 * that. `requestTimeout` includes the time to connect.
 * Region and endpoint come only from the environment (AWS_REGION, AWS_ENDPOINT_URL).
 */

/** The part of an AWS client that this file uses, whatever the service. */
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
 * A message that is published twice is billed twice, and one that got no answer may have been sent. So the
 * client makes a single attempt with a longer timeout; domain/delivering/send-in-time.ts decides whether to
 * repeat it.
 */
export const PUBLISH_SETTINGS = {
  maxAttempts: 1,
  requestHandler: { connectionTimeout: 1000, requestTimeout: 2000, throwOnRequestTimeout: true },
} as const;

/**
 * For a deployment, which nobody waits for, and which a call that fails rolls back. SNS throttles an account's SMS
 * settings, and two deployments may set them at once:
 * https://docs.aws.amazon.com/sns/latest/api/API_SetSMSAttributes.html
 */
export const DEPLOYMENT_SETTINGS = {
  maxAttempts: 5,
  requestHandler: { connectionTimeout: 1000, requestTimeout: 5000, throwOnRequestTimeout: true },
} as const;

/**
 * Blanks the message of every error that the client throws; name, code and metadata remain.
 *
 * A service quotes the parameter that it rejects (SNS: the phone number). Tracing, which wraps this
 * middleware, and the runtime's log of unhandled errors would both copy the message.
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
