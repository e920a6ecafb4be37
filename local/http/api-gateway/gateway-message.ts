/** Requests and answers, as API Gateway handles them. */

export type Pair = readonly [name: string, value: string];

export interface GatewayRequest {
  readonly method: string;
  /** As sent, percent-encoded, stage included: `/api/tokens`. */
  readonly path: string;
  /** Decoded, in the order sent. */
  readonly query: readonly Pair[];
  /** Names as the client spelled them. */
  readonly headers: readonly Pair[];
  readonly body: Buffer;
  readonly sourceIp: string;
}

export interface GatewayAnswer {
  readonly status: number;
  readonly headers: readonly Pair[];
  readonly body: string | Buffer;
}

/** The last value of a header; its name is case-insensitive. */
export function headerOf(headers: readonly Pair[], name: string): string | undefined {
  const wanted = name.toLowerCase();
  return headers.findLast(([each]) => each.toLowerCase() === wanted)?.[1];
}

/** Maps each name to its last value. */
export const lastValues = (pairs: readonly Pair[]): Record<string, string> => Object.fromEntries(pairs);

/** The media type of a Content-Type, without parameters. */
export const mediaTypeOf = (contentType: string): string =>
  contentType.split(';', 1)[0]?.trim().toLowerCase() ?? '';
