/**
 * CloudFront's cache of an origin's errors. It always caches some statuses, whatever their Cache-Control
 * says, for ten seconds unless the distribution sets another time, and for everyone who requests the path.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/HTTPStatusCodes.html
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/custom-error-pages-expiration.html
 */
import type { GatewayAnswer, GatewayRequest } from '../api-gateway/gateway-message.ts';
import { headerOf } from '../api-gateway/gateway-message.ts';
import { toList, toObject } from '../json-values.ts';

/**
 * AWS's documentation has listed 405 here and, at other times, among those below. This is the stricter
 * reading.
 */
const ALWAYS_KEPT = [404, 405, 414, 500, 501, 502, 503, 504];
/** Cached only when Cache-Control has `max-age` or `s-maxage`. */
const KEPT_WHEN_ASKED = [400, 403, 412, 415];
const DEFAULT_MINIMUM_TTL_SECONDS = 10;
/** Requests with other methods neither fill the cache nor are answered from it. */
const CACHED_METHODS = ['GET', 'HEAD'];

export interface ErrorCache {
  /**
   * The cached error for this path, or the origin's answer. `maxTtlSeconds` limits an answer's own `max-age`.
   */
  through(
    request: GatewayRequest,
    maxTtlSeconds: number,
    askOrigin: () => Promise<GatewayAnswer>,
  ): Promise<GatewayAnswer>;
}

/** The cache key is the path alone: the supported cache policies add neither query strings nor headers. */
export function createErrorCache(config: Record<string, unknown>, now: () => number): ErrorCache {
  const minimumTtls = readMinimumTtls(config);
  const kept = new Map<string, { readonly answer: GatewayAnswer; readonly untilMs: number }>();
  return {
    async through({ method, path }, maxTtlSeconds, askOrigin) {
      if (!CACHED_METHODS.includes(method)) {
        return askOrigin();
      }
      const known = kept.get(path);
      if (known && known.untilMs > now()) {
        return known.answer;
      }
      kept.delete(path);
      const answer = await askOrigin();
      const seconds = secondsToKeep(answer, minimumTtls, maxTtlSeconds);
      if (seconds > 0) {
        kept.set(path, { answer, untilMs: now() + seconds * 1000 });
      }
      return answer;
    },
  };
}

function readMinimumTtls({ CustomErrorResponses }: Record<string, unknown>): ReadonlyMap<number, number> {
  return new Map(
    toList(CustomErrorResponses)
      .map(toObject)
      .flatMap(({ ErrorCode, ErrorCachingMinTTL }): [number, number][] =>
        ErrorCachingMinTTL === undefined ? [] : [[Number(ErrorCode), Number(ErrorCachingMinTTL)]],
      ),
  );
}

function secondsToKeep(
  { status, headers }: GatewayAnswer,
  minimumTtls: ReadonlyMap<number, number>,
  maxTtlSeconds: number,
): number {
  const asked = maxAge(headerOf(headers, 'Cache-Control') ?? '');
  const isKept = ALWAYS_KEPT.includes(status) || (asked !== undefined && KEPT_WHEN_ASKED.includes(status));
  if (!isKept) {
    return 0;
  }
  const minimum = minimumTtls.get(status) ?? DEFAULT_MINIMUM_TTL_SECONDS;
  return Math.max(Math.min(asked ?? 0, maxTtlSeconds), minimum);
}

/** `s-maxage` is for shared caches and takes precedence. */
function maxAge(cacheControl: string): number | undefined {
  const seconds = (directive: string) =>
    new RegExp(`(?:^|[,\\s])${directive}=(\\d+)`, 'i').exec(cacheControl)?.[1];
  const found = seconds('s-maxage') ?? seconds('max-age');
  return found === undefined ? undefined : Number(found);
}
