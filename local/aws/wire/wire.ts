/** A call as received over the wire, and its answer: the input and output of every service here. */
import { randomUUID } from 'node:crypto';
import { AwsError } from './aws-error.ts';

export interface WireRequest {
  readonly method: string;
  readonly url: URL;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
  /** Short name of the calling function; absent when the caller is no function. */
  readonly caller?: string;
  /** Aborted when the caller hangs up before it is answered. */
  readonly gone: AbortSignal;
}

export interface WireAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

/** Operations of a JSON service, by name. */
export type JsonOperations = Readonly<
  Record<string, (input: Record<string, unknown>, request: WireRequest) => unknown>
>;

/** An answer in the AWS JSON 1.0 or 1.1 protocol. */
export const jsonAnswer = (status: number, body: unknown, version: '1.0' | '1.1'): WireAnswer => ({
  status,
  headers: { 'content-type': `application/x-amz-json-${version}`, 'x-amzn-requestid': randomUUID() },
  body: JSON.stringify(body),
});

/**
 * Runs one operation of a JSON service.
 * @throws {AwsError} an error of the operation, `UnknownOperationException` or `SerializationException`
 */
export async function runJsonOperation(
  service: string,
  operations: JsonOperations,
  operation: string,
  request: WireRequest,
): Promise<unknown> {
  const run = Object.hasOwn(operations, operation) ? operations[operation] : undefined;
  if (!run) {
    throw unknownOperation(service, operation, Object.keys(operations));
  }
  return run(parseJsonObject(request.body), request);
}

const unknownOperation = (service: string, operation: string, known: readonly string[]): AwsError =>
  new AwsError(
    'UnknownOperationException',
    `${service} ${operation} is not supported by the local runtime; it supports ${known.join(', ')}.`,
  );

/** @throws {AwsError} `SerializationException` when the body is not a JSON object */
export function parseJsonObject(body: Buffer): Record<string, unknown> {
  const text = body.toString('utf8') || '{}';
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return { ...value };
    }
  } catch (error) {
    if (!(error instanceof SyntaxError)) {
      throw error;
    }
  }
  throw new AwsError('SerializationException', 'The body is not a JSON object.');
}
