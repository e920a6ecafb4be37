/** Runs cdk-nag's packs over a synthesised app. */
import { Validations } from 'aws-cdk-lib';
import type { NagPack } from 'cdk-nag';
import { AwsSolutionsChecks, NIST80053R5Checks, ServerlessChecks } from 'cdk-nag';
import type { IConstruct } from 'constructs';

export interface Verdict {
  /** Findings without a reason: the rule and the resource's path. */
  readonly findings: readonly string[];
  /** Reasons without a finding. */
  readonly stale: readonly string[];
}

const PACKS: (() => NagPack)[] = [
  () => new AwsSolutionsChecks(),
  () => new ServerlessChecks(),
  () => new NIST80053R5Checks(),
];

/**
 * The packs must report every finding, because they cannot tell which reasons were needed. This function
 * matches findings and reasons itself.
 */
export function judge(app: IConstruct): Verdict {
  const needed = new Set<string>();
  const findings: string[] = [];
  for (const createPack of PACKS) {
    const pack = createPack();
    Object.assign(pack, { isAcknowledged: () => false });
    for (const { ruleName, violatingResources } of pack.validateScope(app).violations) {
      for (const { constructPath } of violatingResources) {
        const reasoned = reasonedAt(app, constructPath ?? '', ruleName);
        if (reasoned === undefined) {
          findings.push(`${ruleName} ${constructPath}`);
        } else {
          needed.add(`${ruleName} ${reasoned}`);
        }
      }
    }
  }
  const given = app.node.findAll().flatMap((each) => reasonsOf(each).map((id) => `${id} ${each.node.path}`));
  return { findings, stale: given.filter((each) => !needed.has(each)) };
}

const reasonsOf = (construct: IConstruct): string[] =>
  construct.node.metadata
    .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
    .flatMap(({ data }) => Object.keys(data).map((id) => id.replace(/^annotation::/i, '')));

/** The path of the construct with the reason: the resource itself or the nearest one that contains it. */
function reasonedAt(app: IConstruct, path: string, rule: string): string | undefined {
  const resource = app.node.findAll().find(({ node }) => node.path === path);
  const around = resource?.node.scopes.toReversed() ?? [];
  return around.find((each) => reasonsOf(each).includes(rule))?.node.path;
}
