/**
 * A web application firewall: AWS's common and known-bad-input rules, a size rule and a rate rule.
 *
 * One stands before CloudFront (scope CLOUDFRONT, which exists in us-east-1 only) and one before the
 * API's stage, since the stage can be called without CloudFront.
 */
import { Stack } from 'aws-cdk-lib';
import { CfnWebACL } from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';
import { PROBLEMS, problem } from '../handlers/contract/problems.ts';
import { MAX_BODY_BYTES } from '../handlers/contract/vocabulary.ts';
import { acceptFindings } from './findings.ts';
import { BODY_TOO_LARGE, type GatewayProblem } from './problem-templates.ts';

export interface WebAclProps {
  readonly scope: 'CLOUDFRONT' | 'REGIONAL';
  /** Requests that one address may make in five minutes. */
  readonly requestsPerFiveMinutesPerAddress: number;
}

export class WebAcl extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, props: WebAclProps) {
    super(scope, id);
    const acl = new CfnWebACL(this, 'acl', {
      scope: props.scope,
      defaultAction: { allow: {} },
      visibilityConfig: visible(`${Stack.of(this).stackName}-${props.scope.toLowerCase()}`),
      customResponseBodies: {
        'body-too-large': {
          contentType: 'APPLICATION_JSON',
          content: problemBody({ code: 'body_too_large', ...BODY_TOO_LARGE }),
        },
        throttled: {
          contentType: 'APPLICATION_JSON',
          content: problemBody({
            code: 'throttled',
            detail: 'This address sends more requests than are allowed.',
          }),
        },
      },
      rules: [
        {
          name: 'rate-per-address',
          priority: 0,
          statement: {
            rateBasedStatement: {
              aggregateKeyType: 'IP',
              limit: props.requestsPerFiveMinutesPerAddress,
              evaluationWindowSec: 300,
            },
          },
          action: { block: { customResponse: answer('throttled', 'throttled') } },
          visibilityConfig: visible('rate-per-address'),
        },
        {
          name: 'body-size',
          priority: 1,
          statement: {
            sizeConstraintStatement: {
              fieldToMatch: { body: { oversizeHandling: 'MATCH' } },
              comparisonOperator: 'GT',
              size: MAX_BODY_BYTES,
              textTransformations: [{ priority: 0, type: 'NONE' }],
            },
          },
          action: { block: { customResponse: answer('body_too_large', 'body-too-large') } },
          visibilityConfig: visible('body-size'),
        },
        // Its own body limit (8 KiB) is below ours, so that one rule of the set only counts.
        managedRules('AWSManagedRulesCommonRuleSet', 2, ['SizeRestrictions_BODY']),
        managedRules('AWSManagedRulesKnownBadInputsRuleSet', 3),
      ],
    });
    acceptFindings(acl, {
      'NIST.800.53.R5-WAFv2LoggingEnabled': 'Its metrics say what it blocks; requests hold access tokens.',
    });
    this.arn = acl.attrArn;
  }
}

function managedRules(
  name: string,
  priority: number,
  counted: readonly string[] = [],
): CfnWebACL.RuleProperty {
  return {
    name,
    priority,
    overrideAction: { none: {} },
    statement: {
      managedRuleGroupStatement: {
        vendorName: 'AWS',
        name,
        ruleActionOverrides: counted.map((rule) => ({ name: rule, actionToUse: { count: {} } })),
      },
    },
    visibilityConfig: visible(name),
  };
}

/** Sampled requests would keep headers, the access token among them, so there are none. */
const visible = (metricName: string): CfnWebACL.VisibilityConfigProperty => ({
  metricName,
  cloudWatchMetricsEnabled: true,
  sampledRequestsEnabled: false,
});

const answer = (code: 'throttled' | 'body_too_large', bodyKey: string): CfnWebACL.CustomResponseProperty => ({
  responseCode: PROBLEMS[code].status,
  customResponseBodyKey: bodyKey,
});

/** The firewall knows no request id of ours. */
const problemBody = ({ code, detail, errors }: GatewayProblem): string =>
  JSON.stringify({ ...problem(code, detail, '', errors), request_id: undefined });
