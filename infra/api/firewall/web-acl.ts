/**
 * A web application firewall: rate rules, a size rule, and AWS's common and known-bad-inputs rules.
 *
 * One is in front of CloudFront (scope CLOUDFRONT, which exists only in us-east-1). Another is in front of
 * the API's stage, because the stage can be called without CloudFront.
 */
import { Stack } from 'aws-cdk-lib';
import { CfnWebACL } from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';
import { problem } from '../../../handlers/contract/problem-document.ts';
import { FIREWALL_PROBLEMS, PROBLEMS } from '../../../handlers/contract/problems.ts';
import type { Hooks } from '../../../handlers/contract/settings/hooks.ts';
import { MAX_BODY_BYTES } from '../../../handlers/contract/vocabulary.ts';
import type { LogKeeping } from '../../cdk/log-keeping.ts';
import type { FirewallLimits } from '../../config/firewall.ts';
import { WINDOW_SECONDS } from '../../config/firewall.ts';
import { hasHooks } from '../../config/integrations.ts';
import type { GatewayProblem } from '../problem-templates.ts';
import { BLOCKED, BODY_TOO_LARGE } from '../problem-templates.ts';
import { hookHeaders } from './hook-headers.ts';
import { NOT_A_HOOK } from './hook-requests.ts';
import { FirewallLog, protectedData } from './log.ts';
import { countedRules, managedRules } from './managed-rules.ts';
import { rateRules } from './rate-rules.ts';

/** The wait that a throttled caller is told: a fifth of the rate rules' window. */
const THROTTLED_SECONDS = WINDOW_SECONDS / 5;

export interface WebAclProps {
  readonly scope: 'CLOUDFRONT' | 'REGIONAL';
  readonly limits: FirewallLimits;
  /** What other systems call; their bodies are larger and hold what looks like an attack. */
  readonly hooks: Hooks;
  /** The value that identifies CloudFront to the stage; only for the stage's web ACL. */
  readonly edgeProof?: string;
  /** The key, retention and removal policy of its log. */
  readonly keeping: LogKeeping;
}

type FirewallCode = (typeof FIREWALL_PROBLEMS)[number];

interface Answer extends Omit<GatewayProblem, 'code'> {
  readonly retryAfterSeconds?: number;
}

const ANSWERS: Readonly<Record<FirewallCode, Answer>> = {
  throttled: {
    detail: 'This caller or address has sent more requests than allowed.',
    retryAfterSeconds: THROTTLED_SECONDS,
  },
  body_too_large: BODY_TOO_LARGE,
  blocked: BLOCKED,
};

export class WebAcl extends Construct {
  readonly arn: string;
  /** What its metrics are named by. */
  readonly metricName: string;

  constructor(
    scope: Construct,
    id: string,
    { scope: aclScope, limits, hooks, edgeProof, keeping }: WebAclProps,
  ) {
    super(scope, id);
    const rates = rateRules({ limits, edgeProof, answer: answer('throttled'), visible });
    const unlessHook = hasHooks({ hooks }) ? NOT_A_HOOK : undefined;
    const size = bodySize(rates.length, unlessHook);
    // In front of the stage, API Gateway responds to blocked requests, with the request's id
    // (gateway-responses.ts).
    const managed = managedRules(
      rates.length + 1,
      visible,
      aclScope === 'CLOUDFRONT' ? answer('blocked') : undefined,
      unlessHook,
    );
    this.metricName = `${Stack.of(this).stackName}-${aclScope.toLowerCase()}`;
    const acl = new CfnWebACL(this, 'acl', {
      scope: aclScope,
      description:
        'Rules that look for file names, relative paths, URLs, markup or length where user ids occur only count, because ids are free text. See Metadata in the template.',
      defaultAction: { allow: {} },
      visibilityConfig: visible(this.metricName),
      dataProtectionConfig: protectedData(hookHeaders(hooks)),
      customResponseBodies: Object.fromEntries(
        FIREWALL_PROBLEMS.map((code) => [
          bodyKey(code),
          { contentType: 'APPLICATION_JSON', content: problemBody(code) },
        ]),
      ),
      rules: [...rates, size, ...managed],
    });
    acl.addMetadata('RulesThatOnlyCount', countedRules());
    this.arn = acl.attrArn;
    new FirewallLog(this, 'log', acl, hookHeaders(hooks), keeping);
  }
}

const TOO_LARGE: CfnWebACL.StatementProperty = {
  sizeConstraintStatement: {
    fieldToMatch: { body: { oversizeHandling: 'MATCH' } },
    comparisonOperator: 'GT',
    size: MAX_BODY_BYTES,
    textTransformations: [{ priority: 0, type: 'NONE' }],
  },
};

const bodySize = (
  priority: number,
  unlessHook: CfnWebACL.StatementProperty | undefined,
): CfnWebACL.RuleProperty => ({
  name: 'body-size',
  priority,
  statement: unlessHook ? { andStatement: { statements: [unlessHook, TOO_LARGE] } } : TOO_LARGE,
  action: { block: { customResponse: answer('body_too_large') } },
  visibilityConfig: visible('body-size'),
});

/** Without sampled requests, which would store paths, and so user ids. */
function visible(metricName: string): CfnWebACL.VisibilityConfigProperty {
  return { metricName, cloudWatchMetricsEnabled: true, sampledRequestsEnabled: false };
}

/**
 * AWS WAF derives the media type from the body's kind and accepts no header for it, so the problem document is sent
 * as application/json.
 * https://docs.aws.amazon.com/waf/latest/APIReference/API_CustomResponse.html
 */
function answer(code: FirewallCode): CfnWebACL.CustomResponseProperty {
  const { retryAfterSeconds } = ANSWERS[code];
  return {
    responseCode: PROBLEMS[code].status,
    customResponseBodyKey: bodyKey(code),
    responseHeaders: [
      { name: 'Cache-Control', value: 'no-store' },
      ...(retryAfterSeconds ? [{ name: 'Retry-After', value: String(retryAfterSeconds) }] : []),
    ],
  };
}

const bodyKey = (code: FirewallCode): string => code.replaceAll('_', '-');

/** Without `request_id`: the firewall does not know the id that API Gateway assigns. */
function problemBody(code: FirewallCode): string {
  const { detail, errors, retryAfterSeconds } = ANSWERS[code];
  const wait = retryAfterSeconds === undefined ? {} : { retry_after: retryAfterSeconds };
  return JSON.stringify({ ...problem(code, detail, '', errors, wait), request_id: undefined });
}
