/** The headers that a CloudFront response headers policy adds. */
import type { Resource } from '../../cloudformation/load-stack.ts';
import type { Pair } from '../api-gateway/gateway-message.ts';
import { toList, toObject, toText } from '../json-values.ts';
import type { LocalUrls } from './local-urls.ts';
import { toLocalUrls } from './local-urls.ts';

export interface PolicyHeader {
  readonly name: string;
  readonly value: string;
  /** Whether it replaces a header of the same name from the origin. */
  readonly overrides: boolean;
}

/** Includes Strict-Transport-Security, which browsers ignore over HTTP. */
export function readPolicyHeaders(policy: Resource | undefined, urls: LocalUrls): readonly PolicyHeader[] {
  const config = toObject(policy?.properties.ResponseHeadersPolicyConfig);
  const security = toObject(config.SecurityHeadersConfig);
  const custom = toList(toObject(config.CustomHeadersConfig).Items).map(toObject);
  const member = (name: string) => toObject(security[name]);
  const headers = [
    header('Content-Security-Policy', member('ContentSecurityPolicy'), ({ ContentSecurityPolicy }) =>
      toLocalUrls(toText(ContentSecurityPolicy), urls),
    ),
    header('X-Content-Type-Options', member('ContentTypeOptions'), () => 'nosniff'),
    header('X-Frame-Options', member('FrameOptions'), ({ FrameOption }) => toText(FrameOption)),
    header('Referrer-Policy', member('ReferrerPolicy'), ({ ReferrerPolicy }) => toText(ReferrerPolicy)),
    header('Strict-Transport-Security', member('StrictTransportSecurity'), transportSecurity),
    ...custom.map((item) => header(toText(item.Header), item, ({ Value }) => toText(Value))),
  ];
  return headers.flat();
}

/** Adds the policy's headers to those of the origin. */
export function applyPolicy(headers: readonly Pair[], policy: readonly PolicyHeader[]): Pair[] {
  const isNamed = (name: string) => (pair: Pair) => pair[0].toLowerCase() === name.toLowerCase();
  const added = policy.filter(({ name, overrides }) => overrides || !headers.some(isNamed(name)));
  const kept = headers.filter((pair) => !added.some(({ name }) => isNamed(name)(pair)));
  return [...kept, ...added.map(({ name, value }): Pair => [name, value])];
}

function header(
  name: string,
  config: Record<string, unknown>,
  read: (config: Record<string, unknown>) => string,
): PolicyHeader[] {
  if (Object.keys(config).length === 0) {
    return [];
  }
  return [{ name, value: read(config), overrides: toText(config.Override) === 'true' }];
}

function transportSecurity({ AccessControlMaxAgeSec, IncludeSubdomains, Preload }: Record<string, unknown>) {
  const parts = [
    `max-age=${toText(AccessControlMaxAgeSec)}`,
    toText(IncludeSubdomains) === 'true' ? 'includeSubDomains' : '',
    toText(Preload) === 'true' ? 'preload' : '',
  ];
  return parts.filter(Boolean).join('; ');
}
