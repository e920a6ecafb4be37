/** The part of the configuration that sets the host names of the page and the API. */
import { z } from 'zod';
import { HOST_NAME } from '../../handlers/contract/host-names.ts';
import { EDGE_REGION } from './edge-region.ts';
import type { ConfigKey } from './fields.ts';
import { structured } from './fields.ts';

const CERTIFICATE = /^arn:aws[a-z-]*:acm:([a-z0-9-]+):\d{12}:certificate\/[A-Za-z0-9-]+$/;

const domain = structured(
  z.strictObject({
    domainName: z
      .string()
      .max(253)
      .regex(new RegExp(`^${HOST_NAME}$`), 'must be a host name, such as courier.example.com'),
    certificateArn: z.string().regex(CERTIFICATE, 'must be the ARN of a certificate in ACM'),
    /** The zone in which the stack creates the DNS record. Without one, the owner creates it. */
    hostedZoneId: z
      .string()
      .regex(/^Z[A-Z0-9]{1,31}$/, 'must be the id of a hosted zone, such as Z0123456789ABC')
      .optional(),
  }),
);

export const DOMAIN_KEYS = {
  pageDomain: {
    field: domain.optional(),
    defaultText: "CloudFront's own host name",
    text: '`{"domainName": "courier.example.com", "certificateArn": "arn:aws:acm:us-east-1:…", "hostedZoneId": "Z…"}`: the page\'s host name, with TLS 1.2 as the lowest version. The certificate must be in us-east-1. With `hostedZoneId` the stack creates the DNS records there. Without it, create them yourself; the output `PageDnsTarget` is their target',
  },
  apiDomain: {
    field: domain.optional(),
    defaultText: "API Gateway's own host name",
    text: "the same for the API, as `https://<domainName>/api`. The certificate must be in `region`. API Gateway's own host name is then switched off, and CloudFront uses this one: the page's API calls work once the DNS record exists",
  },
} satisfies Record<string, ConfigKey>;

export type DomainSettings = z.output<typeof domain>;

interface Domains {
  readonly region: string;
  readonly pageDomain?: DomainSettings | undefined;
  readonly apiDomain?: DomainSettings | undefined;
}

/**
 * What is wrong with domains that are each well-formed.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cnames-and-https-requirements.html
 */
export function checkDomains({
  region,
  pageDomain,
  apiDomain,
}: Domains): { path: string[]; message: string }[] {
  const errors = [
    certificateError('pageDomain', pageDomain, EDGE_REGION, 'where CloudFront looks for certificates'),
    certificateError('apiDomain', apiDomain, region, "the service's region"),
  ].flat();
  if (pageDomain && pageDomain.domainName === apiDomain?.domainName) {
    errors.push({ path: ['apiDomain', 'domainName'], message: "must differ from the page's" });
  }
  return errors;
}

function certificateError(
  key: string,
  settings: DomainSettings | undefined,
  region: string,
  reason: string,
): { path: string[]; message: string }[] {
  const given = settings && CERTIFICATE.exec(settings.certificateArn)?.[1];
  if (given === undefined || given === region) {
    return [];
  }
  const message = `must be the ARN of a certificate in ${region}, ${reason}; this one is in ${given}`;
  return [{ path: [key, 'certificateArn'], message }];
}

const AWS_FLOOR = "TLS 1.0, which AWS's own host names accept";

/**
 * A line with the lowest TLS versions that are accepted, which the synth prints.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cnames-https-dedicated-ip-or-sni.html
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-security-policies.html
 */
export function tlsFloorLine({ pageDomain, apiDomain }: Domains): string {
  const floor = (what: string, key: string, settings?: DomainSettings) =>
    `${what} ${settings ? 'TLS 1.2' : `${AWS_FLOOR} (set ${key} for 1.2)`}`;
  return `Lowest TLS version: ${floor('the page', 'pageDomain', pageDomain)}; ${floor('the API', 'apiDomain', apiDomain)}.`;
}
