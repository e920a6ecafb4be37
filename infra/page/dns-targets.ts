/** DNS records that the stack does not write itself. */
import type { ApiDomain } from '../api/domain.ts';
import type { Config } from '../config/schema.ts';
import type { OperatorPage } from './operator-page.ts';

export interface DnsTarget {
  /** `Page` or `Api`. */
  readonly what: string;
  readonly domainName: string;
  /** What the record must point to. */
  readonly target: string;
}

export const dnsTargets = (
  { pageDomain, apiDomain }: Config,
  page: OperatorPage,
  api: ApiDomain | undefined,
): readonly DnsTarget[] =>
  [
    { what: 'Page', settings: pageDomain, target: page.target },
    { what: 'Api', settings: apiDomain, target: api?.target },
  ].flatMap(({ what, settings, target }) =>
    settings && target && settings.hostedZoneId === undefined
      ? [{ what, domainName: settings.domainName, target }]
      : [],
  );
