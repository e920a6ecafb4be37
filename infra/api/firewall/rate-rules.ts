/**
 * The firewall's rate rules, and what they count as one caller.
 *
 * Callers are told apart by their access tokens or Basic credentials, because an auth system sends the requests of
 * thousands of people from one address. Requests without either are counted by address, and all of an address
 * together are bounded, whatever they send.
 * https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-type-rate-based.html
 */
import type { CfnWebACL } from 'aws-cdk-lib/aws-wafv2';
import type { FirewallLimits } from '../../config/firewall.ts';
import { WINDOW_SECONDS } from '../../config/firewall.ts';

/**
 * CloudFront sends this header to the API with a value that only the stack knows. It tells the firewall in
 * front of the stage which requests came through CloudFront, where they were counted by the caller's own
 * address.
 */
export const EDGE_PROOF_HEADER = 'x-origin-verify';

export interface RateRuleProps {
  readonly limits: FirewallLimits;
  /** The value of that header; undefined in front of CloudFront itself. */
  readonly edgeProof: string | undefined;
  readonly answer: CfnWebACL.CustomResponseProperty;
  readonly visible: (metricName: string) => CfnWebACL.VisibilityConfigProperty;
}

type Statement = CfnWebACL.StatementProperty;

const UNCHANGED = [{ priority: 0, type: 'NONE' }];

const HAS_TOKEN: Statement = {
  sizeConstraintStatement: {
    fieldToMatch: { singleHeader: { Name: 'authorization' } },
    comparisonOperator: 'GE',
    size: 1,
    textTransformations: UNCHANGED,
  },
};

/** Also what its metrics are named by. */
export const PER_CALLER = 'requests-per-caller';

export function rateRules({ limits, edgeProof, answer, visible }: RateRuleProps): CfnWebACL.RuleProperty[] {
  const direct = edgeProof === undefined ? [] : [not(hasProof(edgeProof))];
  const statements: Record<string, CfnWebACL.RateBasedStatementProperty> = {
    // The rule ignores requests without the header.
    [PER_CALLER]: {
      limit: limits.perCaller,
      aggregateKeyType: 'CUSTOM_KEYS',
      customKeys: [{ header: { name: 'authorization', textTransformations: UNCHANGED } }],
    },
    'requests-without-token-per-address': {
      limit: limits.perAddress,
      aggregateKeyType: 'IP',
      scopeDownStatement: all([not(HAS_TOKEN), ...direct]),
    },
    'flood-per-address': {
      limit: limits.flood,
      aggregateKeyType: 'IP',
      ...(direct.length > 0 && { scopeDownStatement: all(direct) }),
    },
  };
  return Object.entries(statements).map(([name, statement], priority) => ({
    name,
    priority,
    statement: { rateBasedStatement: { ...statement, evaluationWindowSec: WINDOW_SECONDS } },
    action: { block: { customResponse: answer } },
    visibilityConfig: visible(name),
  }));
}

const hasProof = (value: string): Statement => ({
  byteMatchStatement: {
    fieldToMatch: { singleHeader: { Name: EDGE_PROOF_HEADER } },
    positionalConstraint: 'EXACTLY',
    searchString: value,
    textTransformations: UNCHANGED,
  },
});

const not = (statement: Statement): Statement => ({ notStatement: { statement } });

/** All statements at once. AWS WAF's "and" needs at least two. */
const all = ([first, ...others]: readonly Statement[]): Statement =>
  first && others.length === 0 ? first : { andStatement: { statements: first ? [first, ...others] : [] } };
