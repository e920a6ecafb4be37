/**
 * The API under a configured host name, with TLS 1.2 as the minimum version.
 *
 * The base path is the stage's name, so that paths are the same here and on the page's origin.
 */
import type { RestApi } from 'aws-cdk-lib/aws-apigateway';
import { BasePathMapping, DomainName, EndpointType, SecurityPolicy } from 'aws-cdk-lib/aws-apigateway';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { Construct } from 'constructs';
import { addAlias } from '../cdk/dns-record.ts';
import type { DomainSettings } from '../config/domains.ts';

export class ApiDomain extends Construct {
  /** What the DNS record of the host name must point to. */
  readonly target: string;

  constructor(
    scope: Construct,
    id: string,
    props: { readonly api: RestApi; readonly basePath: string; readonly settings: DomainSettings },
  ) {
    super(scope, id);
    const { domainName, certificateArn, hostedZoneId } = props.settings;
    const domain = new DomainName(this, 'name', {
      domainName,
      certificate: Certificate.fromCertificateArn(this, 'certificate', certificateArn),
      endpointType: EndpointType.REGIONAL,
      securityPolicy: SecurityPolicy.TLS_1_2,
    });
    new BasePathMapping(this, 'path', {
      domainName: domain,
      restApi: props.api,
      basePath: props.basePath,
      stage: props.api.deploymentStage,
    });
    this.target = domain.domainNameAliasDomainName;
    if (hostedZoneId === undefined) {
      return;
    }
    addAlias(this, 'record', {
      hostedZoneId,
      domainName,
      // A regional endpoint has IPv4 addresses only.
      types: ['A'],
      target: { dnsName: this.target, hostedZoneId: domain.domainNameAliasHostedZoneId },
    });
  }
}
