/**
 * The quotas that Lambda checks when a function is created. It measures the environment variables as one JSON
 * text, which its error message quotes.
 * https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
import type { Resource } from '../../cloudformation/load-stack.ts';

const MAX_ENVIRONMENT_BYTES = 4096;

/** Lambda would refuse to create these functions. */
export class FunctionRefusedError extends Error {
  override readonly name = 'FunctionRefusedError';
}

/** @throws {FunctionRefusedError} naming every function whose environment is too large */
export function refuseLargeEnvironments(functions: readonly Resource[]): void {
  const refused = functions.flatMap(({ shortName, properties }) => {
    const { Variables = {} } = (properties.Environment ?? {}) as { Variables?: Record<string, unknown> };
    const bytes = Buffer.byteLength(JSON.stringify(Variables));
    return bytes > MAX_ENVIRONMENT_BYTES ? [`${shortName} (${bytes} bytes)`] : [];
  });
  if (refused.length === 0) {
    return;
  }
  throw new FunctionRefusedError(
    `Lambda would refuse these functions, because their environment variables exceed the 4KB limit: ${refused.join(', ')}.`,
  );
}
