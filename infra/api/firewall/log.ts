/**
 * The log of requests that a web ACL blocked or counted.
 *
 * Paths and queries contain user ids, so they are not logged. Neither are headers that contain a secret. What
 * remains shows which rule matched and for whom: the rule and its labels, the client's address, the method,
 * the host and the request's id. Where a rate rule logs its key, the access token is hashed, so that callers
 * can be told apart.
 */
import { Stack } from 'aws-cdk-lib';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { CfnWebACL } from 'aws-cdk-lib/aws-wafv2';
import { CfnLoggingConfiguration } from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';
import { allowDelivery, deliveryArn } from '../../cdk/log-delivery.ts';
import type { LogKeeping } from '../../cdk/log-keeping.ts';
import { stackUuid } from '../../cdk/stack-uuid.ts';
import { EDGE_PROOF_HEADER } from './rate-rules.ts';

const CALLER_HEADER = 'authorization';
const SECRET_HEADERS = ['cookie', 'idempotency-key', 'referer', EDGE_PROOF_HEADER];

/**
 * Set on the web ACL itself: unlike the log's redaction, this also covers rule match details and the keys of
 * rate rules. https://docs.aws.amazon.com/waf/latest/APIReference/API_DataProtection.html
 */
export const protectedData = (more: readonly string[]): CfnWebACL.DataProtectionConfigProperty => ({
  dataProtections: [
    protect('HASH', 'SINGLE_HEADER', [CALLER_HEADER]),
    protect('SUBSTITUTION', 'SINGLE_HEADER', secretHeaders(more)),
    protect('SUBSTITUTION', 'QUERY_STRING'),
    protect('SUBSTITUTION', 'BODY'),
  ],
});

/** With those that the configuration adds. */
const secretHeaders = (more: readonly string[]): string[] => [
  ...SECRET_HEADERS,
  ...more.filter((name) => name !== CALLER_HEADER && !SECRET_HEADERS.includes(name)),
];

export class FirewallLog extends Construct {
  constructor(scope: Construct, id: string, acl: CfnWebACL, more: readonly string[], keeping: LogKeeping) {
    super(scope, id);
    const logGroup = new LogGroup(this, 'requests', {
      // AWS WAF requires the prefix: https://docs.aws.amazon.com/waf/latest/developerguide/logging-cw-logs.html
      logGroupName: `aws-waf-logs-${Stack.of(this).stackName}-${stackUuid(this)}`,
      encryptionKey: keeping.key,
      retention: keeping.logRetentionDays,
      removalPolicy: keeping.removalPolicy,
    });
    const delivery = allowDelivery(logGroup);
    const logging = new CfnLoggingConfiguration(this, 'logging', {
      resourceArn: acl.attrArn,
      logDestinationConfigs: [deliveryArn(logGroup)],
      redactedFields: [
        ...[CALLER_HEADER, ...secretHeaders(more)].map((name) => ({ singleHeader: { Name: name } })),
        { uriPath: {} },
        { queryString: {} },
      ],
      // Requests that passed are in the access logs of the API and CloudFront.
      loggingFilter: {
        DefaultBehavior: 'DROP',
        Filters: [
          {
            Behavior: 'KEEP',
            Requirement: 'MEETS_ANY',
            Conditions: ['BLOCK', 'COUNT', 'EXCLUDED_AS_COUNT'].map((Action) => ({
              ActionCondition: { Action },
            })),
          },
        ],
      },
    });
    logging.node.addDependency(logGroup, delivery);
  }
}

function protect(
  action: 'HASH' | 'SUBSTITUTION',
  fieldType: string,
  fieldKeys?: string[],
): CfnWebACL.DataProtectProperty {
  return { action, field: { fieldType, ...(fieldKeys && { fieldKeys }) } };
}
