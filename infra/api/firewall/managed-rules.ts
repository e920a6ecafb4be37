/**
 * AWS's managed rule groups, and the action of each of their rules.
 *
 * User ids, purposes and contexts are free text, and they occur in paths, queries and bodies. A rule that
 * inspects those for something a legitimate text may contain only counts. Its matches still appear in the log
 * and its metric. Rules that inspect headers and cookies block, except the one that requires a User-Agent. So
 * do rules for exploits that no id resembles.
 * https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-baseline.html
 */
import type { CfnWebACL } from 'aws-cdk-lib/aws-wafv2';

interface ManagedGroup {
  readonly name: string;
  /** Web ACL capacity units of the group, from the page above. */
  readonly capacity: number;
  readonly blocks: readonly string[];
  /** Why a rule only counts, by the rule's name. */
  readonly counts: Readonly<Record<string, string>>;
}

const MACHINES = 'Auth systems are machines, and some HTTP clients send no User-Agent.';
const EXTENSION = 'A user id may end like a file name: build.ini.';
const RELATIVE = 'A user id or context may look like a relative path: a/../b.';
const URL_LIKE = 'A user id or context may be a URL: https://192.0.2.1/ada.';
const MARKUP = 'A user id or context may contain angle brackets: Ada <ada@example.com>.';
const LENGTH = 'A user id of 128 CJK characters is 1,152 bytes when percent-encoded.';
const RESERVED = 'A user id may be the name of a folder: web-inf.';
const OWN_RULE = 'The rule body-size allows 10,240 bytes; this one stops at 8,192.';

export const MANAGED_GROUPS: readonly ManagedGroup[] = [
  {
    name: 'AWSManagedRulesCommonRuleSet',
    capacity: 700,
    blocks: [
      'UserAgent_BadBots_HEADER',
      'SizeRestrictions_Cookie_HEADER',
      'EC2MetaDataSSRF_BODY',
      'EC2MetaDataSSRF_COOKIE',
      'EC2MetaDataSSRF_URIPATH',
      'EC2MetaDataSSRF_QUERYARGUMENTS',
      'CrossSiteScripting_COOKIE',
    ],
    counts: {
      NoUserAgent_HEADER: MACHINES,
      SizeRestrictions_QUERYSTRING: LENGTH,
      SizeRestrictions_URIPATH: LENGTH,
      SizeRestrictions_BODY: OWN_RULE,
      RestrictedExtensions_URIPATH: EXTENSION,
      RestrictedExtensions_QUERYARGUMENTS: EXTENSION,
      GenericLFI_URIPATH: RELATIVE,
      GenericLFI_QUERYARGUMENTS: RELATIVE,
      GenericLFI_BODY: RELATIVE,
      GenericRFI_URIPATH: URL_LIKE,
      GenericRFI_QUERYARGUMENTS: URL_LIKE,
      GenericRFI_BODY: URL_LIKE,
      CrossSiteScripting_URIPATH: MARKUP,
      CrossSiteScripting_QUERYARGUMENTS: MARKUP,
      CrossSiteScripting_BODY: MARKUP,
    },
  },
  {
    name: 'AWSManagedRulesKnownBadInputsRuleSet',
    capacity: 200,
    blocks: [
      'JavaDeserializationRCE_HEADER',
      'JavaDeserializationRCE_BODY',
      'JavaDeserializationRCE_URIPATH',
      'JavaDeserializationRCE_QUERYSTRING',
      'Host_localhost_HEADER',
      'PROPFIND_METHOD',
      'Log4JRCE_HEADER',
      'Log4JRCE_QUERYSTRING',
      'Log4JRCE_URIPATH',
      'Log4JRCE_BODY',
    ],
    counts: { ExploitablePaths_URIPATH: RESERVED },
  },
];

/**
 * The groups as rules of a web ACL.
 *
 * `scope` selects the requests that they inspect; by default, all. `answer` is the response of a blocking rule; without
 * it, the protected resource responds. A rule that AWS adds to a group later blocks with AWS's default response until it
 * is listed above.
 */
export const managedRules = (
  firstPriority: number,
  visible: (metricName: string) => CfnWebACL.VisibilityConfigProperty,
  answer?: CfnWebACL.CustomResponseProperty,
  scope?: CfnWebACL.StatementProperty,
): CfnWebACL.RuleProperty[] =>
  MANAGED_GROUPS.map(({ name, blocks, counts }, index) => ({
    name,
    priority: firstPriority + index,
    overrideAction: { none: {} },
    statement: {
      managedRuleGroupStatement: {
        vendorName: 'AWS',
        name,
        ...(scope && { scopeDownStatement: scope }),
        ruleActionOverrides: [
          ...Object.keys(counts).map((rule) => ({ name: rule, actionToUse: { count: {} } })),
          ...(answer
            ? blocks.map((rule) => ({ name: rule, actionToUse: { block: { customResponse: answer } } }))
            : []),
        ],
      },
    },
    visibilityConfig: visible(name),
  }));

/** Why rules only count, for readers of the template. */
export const countedRules = (): Record<string, string> =>
  Object.assign({}, ...MANAGED_GROUPS.map(({ counts }) => counts));
