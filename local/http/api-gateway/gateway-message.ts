/** A request and an answer, as the API gateway handles them. */

export type Pair = readonly [name: string, value: string];

export interface GatewayRequest {
  readonly method: string;
  /** As sent, percent-encoded, stage included: `/api/tokens`. */
  readonly path: string;
  /** Decoded, in the order sent. */
  readonly query: readonly Pair[];
  /** Names as the client wrote them. */
  readonly headers: readonly Pair[];
  readonly body: Buffer;
  readonly sourceIp: string;
}

export interface GatewayAnswer {
  readonly status: number;
  readonly headers: readonly Pair[];
  readonly body: string | Buffer;
}

/** The last value of a header, whatever the case of its name. */
export function headerOf(headers: readonly Pair[], name: string): string | undefined {
  const wanted = name.toLowerCase();
  return headers.findLast(([each]) => each.toLowerCase() === wanted)?.[1];
}

/** Name and value, the last one of each name. */
export const lastValues = (pairs: readonly Pair[]): Record<string, string> => Object.fromEntries(pairs);

/** The media type of a Content-Type, without parameters. */
export const mediaTypeOf = (contentType: string): string =>
  contentType.split(';', 1)[0]?.trim().toLowerCase() ?? '';
