/**
 * The stack's CloudFront distribution: behaviours, the page's files, headers, error responses and error
 * cache.
 */
import type { Resource, Stack } from '../../cloudformation/load-stack.ts';
import type { GatewayAnswer, GatewayRequest, Pair } from '../api-gateway/gateway-message.ts';
import type { JsonObject } from '../json-values.ts';
import { toList, toObject, toText } from '../json-values.ts';
import type { BucketFile, RewriteFile } from './bucket-files.ts';
import { readBucketFiles } from './bucket-files.ts';
import { createCompression } from './compression.ts';
import type { EdgeFunction } from './edge-function.ts';
import { readEdgeFunction } from './edge-function.ts';
import { createErrorCache } from './error-cache.ts';
import type { LocalUrls } from './local-urls.ts';
import { readOwnHosts } from './own-hosts.ts';
import type { PolicyHeader } from './response-headers.ts';
import { applyPolicy, readPolicyHeaders } from './response-headers.ts';

/** What S3 answers for a missing object to a reader without permission to list the bucket. */
const S3_NOT_FOUND = 403;
const API_HOST = /\.execute-api\./;
/**
 * The maximum TTLs of the managed cache policies CachingDisabled and CachingOptimized, by policy id.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html
 */
const MAX_TTL_SECONDS: Readonly<Record<string, number>> = {
  '4135ea2d-6df8-44a3-9df3-4b5a84be39ad': 0,
  '658327ea-f89d-4fab-a63d-7e88639e58f6': 31_536_000,
};

export interface Distribution {
  /** The path at the API, when the behaviour of `path` leads to it; otherwise undefined. */
  readonly apiPath: (path: string) => string | undefined;
  /**
   * The API's answer, or the cached error for this path; `request` has the path that the viewer requested.
   */
  readonly throughCache: (
    request: GatewayRequest,
    askApi: () => Promise<GatewayAnswer>,
  ) => Promise<GatewayAnswer>;
  /** The page's answer to a GET or HEAD, with the headers of its behaviour; paths are percent-encoded. */
  readonly servePage: (request: GatewayRequest) => GatewayAnswer;
  /** Adds the headers of the behaviour that matches the path. */
  readonly withHeaders: (path: string, answer: GatewayAnswer) => GatewayAnswer;
}

interface Behavior {
  readonly pattern: RegExp;
  readonly policy: readonly PolicyHeader[];
  /** The origin path of the API; undefined when the behaviour leads to the page. */
  readonly apiPrefix: string | undefined;
  readonly maxTtlSeconds: number;
  /** Whether what is sent to viewers may be compressed. */
  readonly compresses: boolean;
  readonly atTheEdge: EdgeFunction | undefined;
}

/** Without a distribution in the stack, no path leads to the API, and no headers or error pages are added. */
export function readDistribution(
  stack: Stack,
  urls: LocalUrls,
  rewrite?: RewriteFile,
  now: () => number = Date.now,
): Distribution {
  const resources = [...stack.resources.values()];
  const distribution = resources.find(({ type }) => type === 'AWS::CloudFront::Distribution');
  const config = toObject(distribution?.properties.DistributionConfig);
  const behaviors = distribution ? readBehaviors(config, resources, urls, readOwnHosts(stack).api) : [];
  const files = readBucketFiles(stack, urls, rewrite);
  const root = toText(config.DefaultRootObject);
  const errors = toList(config.CustomErrorResponses).map(toObject);
  const cache = createErrorCache(config, now);
  const compress = createCompression();
  const behaviorOf = (path: string) => behaviors.find(({ pattern }) => pattern.test(path));
  return {
    apiPath(path) {
      const prefix = behaviorOf(path)?.apiPrefix;
      return prefix === undefined ? undefined : prefix + path;
    },
    throughCache(request, askApi) {
      const behavior = behaviorOf(request.path);
      return behavior?.apiPrefix === undefined
        ? askApi()
        : cache.through(request, behavior.maxTtlSeconds, askApi);
    },
    servePage(request) {
      const behavior = behaviorOf(request.path);
      const outcome = behavior?.atTheEdge?.(request) ?? request;
      // AWS does not say whether the policy applies to what a function answers: here it does not.
      if ('answer' in outcome) {
        return outcome.answer;
      }
      const key = outcome.path === '/' ? root : decodeKey(outcome.path);
      const answer = withHeaders(request.path, pageAnswer(files, key, errors));
      return behavior?.compresses ? compress(request, answer) : answer;
    },
    withHeaders,
  };

  function withHeaders(path: string, answer: GatewayAnswer): GatewayAnswer {
    return { ...answer, headers: applyPolicy(answer.headers, behaviorOf(path)?.policy ?? []) };
  }
}

/** In CloudFront's order: the listed behaviours, then the default. */
function readBehaviors(
  config: Record<string, unknown>,
  resources: readonly Resource[],
  urls: LocalUrls,
  apiHosts: readonly string[],
): readonly Behavior[] {
  const policies = resources.filter(({ type }) => type === 'AWS::CloudFront::ResponseHeadersPolicy');
  const listed = toList(config.CacheBehaviors).map(toObject);
  const fallback: JsonObject = { ...toObject(config.DefaultCacheBehavior), PathPattern: '*' };
  const origins = toList(config.Origins).map(toObject);
  return [...listed, fallback].map(
    ({ PathPattern, CachePolicyId, Compress, ResponseHeadersPolicyId, TargetOriginId, ...functions }) => {
      const maxTtlSeconds = readMaxTtl(toText(CachePolicyId));
      const pathPattern = toText(PathPattern);
      const origin = origins.find(({ Id }) => Id !== undefined && Id === TargetOriginId);
      const apiPrefix = readApiPrefix(origin, apiHosts);
      const atTheEdge = readEdgeFunction(functions, resources);
      if (atTheEdge !== undefined && apiPrefix !== undefined) {
        throw new Error(
          `The local runtime runs no CloudFront function before the API, as at ${pathPattern}.`,
        );
      }
      return {
        pattern: patternToRegex(pathPattern),
        policy: readPolicyHeaders(
          policies.find(({ ref }) => ref === ResponseHeadersPolicyId),
          urls,
        ),
        apiPrefix,
        maxTtlSeconds,
        // Of the two policies, CachingOptimized enables gzip and Brotli.
        compresses: toText(Compress) === 'true' && maxTtlSeconds > 0,
        atTheEdge,
      };
    },
  );
}

function readMaxTtl(policyId: string): number {
  const seconds = MAX_TTL_SECONDS[policyId];
  if (seconds === undefined) {
    throw new Error(`The local runtime does not know CloudFront's cache policy ${policyId || '(none)'}.`);
  }
  return seconds;
}

/** The origin path of an API, which its host name distinguishes from a bucket. */
function readApiPrefix(
  { DomainName, OriginPath }: Record<string, unknown> = {},
  apiHosts: readonly string[],
): string | undefined {
  const host = toText(DomainName);
  return API_HOST.test(host) || apiHosts.includes(host) ? toText(OriginPath) : undefined;
}

/** `*` matches any characters, `?` matches one; the leading slash is optional. */
function patternToRegex(pattern: string): RegExp {
  const escaped = pattern.replace(/^\//, '').replace(/[\\^$.|+()[\]{}]/g, '\\$&');
  return new RegExp(`^/?${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`, 's');
}

function pageAnswer(
  files: ReadonlyMap<string, BucketFile>,
  key: string,
  errors: readonly Record<string, unknown>[],
): GatewayAnswer {
  const file = files.get(key);
  if (file) {
    return fileAnswer(file, 200);
  }
  const custom = errors.find(({ ErrorCode }) => Number(ErrorCode) === S3_NOT_FOUND);
  const errorPage = files.get(toText(custom?.ResponsePagePath).replace(/^\//, ''));
  if (errorPage) {
    return fileAnswer(errorPage, Number(custom?.ResponseCode ?? S3_NOT_FOUND));
  }
  return {
    status: S3_NOT_FOUND,
    headers: [['Content-Type', 'application/xml']],
    body: '<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>',
  };
}

function fileAnswer(file: BucketFile, status: number): GatewayAnswer {
  const cacheControl: Pair[] = file.cacheControl === undefined ? [] : [['Cache-Control', file.cacheControl]];
  return { status, headers: [['Content-Type', file.contentType], ...cacheControl], body: file.read() };
}

function decodeKey(path: string): string {
  try {
    return decodeURIComponent(path.slice(1));
  } catch {
    return path.slice(1);
  }
}
