/** What a deployment of an assembly would change, stack by stack, and what of that needs to be allowed. */
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { TemplateDiff } from '@aws-cdk/cloudformation-diff';
import { formatDifferences, fullDiff } from '@aws-cdk/cloudformation-diff';
import type { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import type { Assembly, SynthesisedStack } from './assembly.ts';
import { RefusedError } from './command-line.ts';
import type { DeployedStack } from './deployed-stack.ts';
import { findStack, templateOf } from './deployed-stack.ts';
import type { StatefulChange } from './stateful-changes.ts';
import { statefulChanges } from './stateful-changes.ts';

/** A client for each region: the stacks of a deployment are in two. */
export type ClientFor = (region: string) => CloudFormationClient;

export interface StackPlan {
  readonly stack: SynthesisedStack;
  /** Undefined when the stack is new. */
  readonly deployed: DeployedStack | undefined;
  readonly diff: TemplateDiff | undefined;
  readonly stateful: readonly StatefulChange[];
}

/** Statuses from which CloudFormation accepts no deployment, with what to do about them. */
const NEVER_DEPLOYED = 'REVIEW_IN_PROGRESS';
const BUSY = /_IN_PROGRESS$/;
const STUCK = /_FAILED$/;

/** @throws {RefusedError} when a stack cannot be deployed to as it is */
export async function planDeployment({ stacks }: Assembly, clientFor: ClientFor): Promise<StackPlan[]> {
  const plans: StackPlan[] = [];
  for (const stack of stacks) {
    const client = clientFor(stack.region);
    const deployed = await findStack(client, stack.name);
    if (deployed === undefined) {
      plans.push({ stack, deployed, diff: undefined, stateful: [] });
      continue;
    }
    refuseStatus(deployed);
    const diff = fullDiff(await templateOf(client, deployed.id), stack.template);
    plans.push({ stack, deployed, diff, stateful: statefulChanges(diff) });
  }
  return plans;
}

/** What changes, as `cdk diff` prints it. */
export async function describePlan(plans: readonly StackPlan[]): Promise<string> {
  const parts: string[] = [];
  for (const { stack, deployed, diff } of plans) {
    parts.push(`Stack ${stack.name} (${stack.region})`);
    if (deployed === undefined || diff === undefined) {
      parts.push('is new.\n');
    } else if (diff.isEmpty) {
      parts.push('does not change.\n');
    } else {
      const stream = new PassThrough();
      formatDifferences(stream, diff);
      parts.push(await text(stream.end()));
    }
  }
  return parts.join('\n');
}

/**
 * @param allowed the logical ids of what may be lost
 * @throws {RefusedError} when more would be lost
 */
export function refuseLosses(plans: readonly StackPlan[], allowed: readonly string[]): void {
  const losses = plans.flatMap(({ stack, stateful }) =>
    stateful
      .filter(({ logicalId }) => !allowed.includes(logicalId))
      .map(
        ({ logicalId, type, what, lost }) => `  ${stack.name}: ${type} ${logicalId} ${what}. Lost: ${lost}.`,
      ),
  );
  if (losses.length > 0) {
    throw new RefusedError(
      [
        'Refused: this deployment would lose what a new resource does not bring back:',
        ...losses,
        'To accept that, name each one: --allow-replacement <logical id>',
      ].join('\n'),
    );
  }
}

function refuseStatus({ name, status }: DeployedStack): void {
  if (status === NEVER_DEPLOYED) {
    throw new RefusedError(
      `${name} is ${status}: a change set of it was never executed, so it has nothing. Delete the stack first.`,
    );
  }
  if (BUSY.test(status)) {
    throw new RefusedError(`${name} is ${status}: wait until it is done.`);
  }
  if (STUCK.test(status)) {
    throw new RefusedError(
      `${name} is ${status}: see the stack's events, then \`aws cloudformation continue-update-rollback\`.`,
    );
  }
}
