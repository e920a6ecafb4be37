/**
 * What a web ACL blocked or counted, in a log group of its own.
 *
 * User ids stand in paths and queries, so neither is logged, nor are headers that hold a secret. What is left
 * tells which rule met whom: the rule and its labels, the client's address, the method, the host and the
 * request's id. Access tokens are hashed where a rate rule names its caller, so that callers stay apart.
 */
import { Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { CfnLoggingConfiguration, type CfnWebACL } from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';
import type { LogKeeping } from './courier-function.ts';
import { EDGE_PROOF_HEADER } from './rate-rules.ts';
import { stackUuid } from './stack-uuid.ts';

const CALLER_HEADER = 'authorization';
const SECRET_HEADERS = ['cookie', 'idempotency-key', 'referer', EDGE_PROOF_HEADER];

/**
 * For the web ACL itself: covers rule match details and rate rules' keys too, which the log's own redaction
 * leaves alone. https://docs.aws.amazon.com/waf/latest/APIReference/API_DataProtection.html
 */
export const PROTECTED_DATA: CfnWebACL.DataProtectionConfigProperty = {
  dataProtections: [
    protect('HASH', 'SINGLE_HEADER', [CALLER_HEADER]),
    protect('SUBSTITUTION', 'SINGLE_HEADER', SECRET_HEADERS),
    protect('SUBSTITUTION', 'QUERY_STRING'),
    protect('SUBSTITUTION', 'BODY'),
  ],
};

export class FirewallLog extends Construct {
  constructor(scope: Construct, id: string, acl: CfnWebACL, keeping: LogKeeping) {
    super(scope, id);
    const stack = Stack.of(this);
    // AWS WAF takes no other prefix. https://docs.aws.amazon.com/waf/latest/developerguide/logging-cw-logs.html
    const logGroupName = `aws-waf-logs-${stack.stackName}-${stackUuid(this)}`;
    const logGroup = new LogGroup(this, 'requests', {
      logGroupName,
      encryptionKey: keeping.key,
      retention: keeping.logRetentionDays,
      removalPolicy: keeping.removalPolicy,
    });
    const delivery = allowDelivery(logGroup);
    const logging = new CfnLoggingConfiguration(this, 'logging', {
      resourceArn: acl.attrArn,
      // Without the `:*` that a log group's own ARN ends with.
      logDestinationConfigs: [
        `arn:${stack.partition}:logs:${stack.region}:${stack.account}:log-group:${logGroupName}`,
      ],
      redactedFields: [
        ...[CALLER_HEADER, ...SECRET_HEADERS].map((name) => ({ singleHeader: { Name: name } })),
        { uriPath: {} },
        { queryString: {} },
      ],
      // What passed is in the API's access log and in CloudFront's.
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

/**
 * Lets AWS's log delivery write to the group. AWS adds such a policy by itself, but to one for the whole account,
 * which stays after the stack is gone.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-infrastructure-CWL.html
 */
export function allowDelivery(logGroup: LogGroup): Construct {
  const { partition, region, account } = Stack.of(logGroup);
  logGroup.addToResourcePolicy(
    new PolicyStatement({
      principals: [new ServicePrincipal('delivery.logs.amazonaws.com')],
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [logGroup.logGroupArn],
      conditions: {
        StringEquals: { 'aws:SourceAccount': account },
        ArnLike: { 'aws:SourceArn': `arn:${partition}:logs:${region}:${account}:*` },
      },
    }),
  );
  return logGroup.node.findChild('Policy') as Construct;
}

function protect(
  action: 'HASH' | 'SUBSTITUTION',
  fieldType: string,
  fieldKeys?: string[],
): CfnWebACL.DataProtectProperty {
  return { action, field: { fieldType, ...(fieldKeys && { fieldKeys }) } };
}
