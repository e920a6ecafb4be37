/** Alias records in a hosted zone. They need only the zone's id, so the synth makes no lookup. */
import { CfnRecordSet } from 'aws-cdk-lib/aws-route53';
import type { Construct } from 'constructs';

export interface AliasProps {
  readonly hostedZoneId: string;
  readonly domainName: string;
  /** `A` for IPv4, `AAAA` for IPv6. */
  readonly types: readonly ('A' | 'AAAA')[];
  /** The target's DNS name, and the id of AWS's hosted zone for it. */
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
