/**
 * CloudFront's cache of an origin's errors: some statuses are always kept, whatever their Cache-Control says, for ten
 * seconds unless the distribution says otherwise, and for everybody who asks for the path.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/HTTPStatusCodes.html
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/custom-error-pages-expiration.html
 */
import type { GatewayAnswer, GatewayRequest } from '../api-gateway/gateway-message.ts';
import { headerOf } from '../api-gateway/gateway-message.ts';
import { toList, toObject } from '../json-values.ts';

/** AWS's page has listed 405 here and, at other times, among those below; this is the stricter reading. */
const ALWAYS_KEPT = [404, 405, 414, 500, 501, 502, 503, 504];
/** Kept only where Cache-Control has `max-age` or `s-maxage`. */
const KEPT_WHEN_ASKED = [400, 403, 412, 415];
const DEFAULT_MINIMUM_TTL_SECONDS = 10;
/** Answers to other methods are never kept, nor are those methods answered from the cache. */
const CACHED_METHODS = ['GET', 'HEAD'];

export interface ErrorCache {
  /** The kept error of this path, or what the origin answers. An answer's own `max-age` counts up to `maxTtlSeconds`. */
  through(
    request: GatewayRequest,
    maxTtlSeconds: number,
    askOrigin: () => Promise<GatewayAnswer>,
  ): Promise<GatewayAnswer>;
}

/** The key is the path alone: the supported cache policies add neither query nor headers to it. */
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

/** `s-maxage` is for shared caches and wins. */
function maxAge(cacheControl: string): number | undefined {
  const seconds = (directive: string) =>
    new RegExp(`(?:^|[,\\s])${directive}=(\\d+)`, 'i').exec(cacheControl)?.[1];
  const found = seconds('s-maxage') ?? seconds('max-age');
  return found === undefined ? undefined : Number(found);
}
