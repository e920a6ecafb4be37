/**
 * CloudFront's access log: standard logging (v2), delivered to a log group, with selected fields.
 *
 * Paths and queries contain user ids, so the log names the cache behavior that matched the request instead.
 * Cookies, referrers and the viewer's other headers are left out too; legacy logging has a fixed set of
 * fields.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logs-reference.html
 */
import { Names } from 'aws-cdk-lib';
import { CfnDelivery, CfnDeliveryDestination, CfnDeliverySource, LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { allowDelivery, deliveryArn } from '../cdk/log-delivery.ts';
import type { LogKeeping } from '../cdk/log-keeping.ts';

const FIELDS = [
  'timestamp(ms)',
  'x-edge-request-id',
  'x-edge-location',
  'c-ip',
  'cs-method',
  'cs-protocol',
  'cs-protocol-version',
  'x-host-header',
  'cache-behavior-path-pattern',
  'sc-status',
  'sc-content-type',
  'x-edge-result-type',
  'x-edge-response-result-type',
  'x-edge-detailed-result-type',
  'time-taken',
  'time-to-first-byte',
  'origin-fbl',
  'cs-bytes',
  'sc-bytes',
  'ssl-protocol',
  'ssl-cipher',
];

export class EdgeAccessLog extends Construct {
  constructor(
    scope: Construct,
    id: string,
    props: { readonly distributionArn: string; readonly keeping: LogKeeping },
  ) {
    super(scope, id);
    const logGroup = new LogGroup(this, 'requests', {
      encryptionKey: props.keeping.key,
      retention: props.keeping.logRetentionDays,
      removalPolicy: props.keeping.removalPolicy,
    });
    const source = new CfnDeliverySource(this, 'source', {
      name: shortName(this, 'source'),
      logType: 'ACCESS_LOGS',
      resourceArn: props.distributionArn,
    });
    const destination = new CfnDeliveryDestination(this, 'destination', {
      name: shortName(this, 'destination'),
      destinationResourceArn: deliveryArn(logGroup),
      outputFormat: 'json',
    });
    const delivery = new CfnDelivery(this, 'delivery', {
      deliverySourceName: source.name,
      deliveryDestinationArn: destination.attrArn,
      recordFields: FIELDS,
    });
    delivery.node.addDependency(source, allowDelivery(logGroup));
  }
}

/**
 * Sources and destinations need a name of at most 60 characters. It is unique because a construct's path
 * begins with its stack's name.
 */
const shortName = (scope: Construct, kind: string): string =>
  `${Names.uniqueResourceName(scope, { maxLength: 45, separator: '-' })}-${kind}`;
