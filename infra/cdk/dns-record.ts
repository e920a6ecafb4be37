/** Alias records in a hosted zone. Only the zone's id is needed, so that the synth looks nothing up. */
import { CfnRecordSet } from 'aws-cdk-lib/aws-route53';
import type { Construct } from 'constructs';

export interface AliasProps {
  readonly hostedZoneId: string;
  readonly domainName: string;
  /** A is for IPv4, AAAA for IPv6. */
  readonly types: readonly ('A' | 'AAAA')[];
  /** What the name points to, and AWS's hosted zone of that. */
  readonly target: { readonly dnsName: string; readonly hostedZoneId: string };
}

export function addAlias(scope: Construct, id: string, props: AliasProps): void {
  for (const type of props.types) {
    new CfnRecordSet(scope, `${id}-${type.toLowerCase()}`, {
      hostedZoneId: props.hostedZoneId,
      name: props.domainName,
      type,
      aliasTarget: props.target,
    });
  }
}
