/** The stacks that a removal is about, and what becomes of their resources. */
import type { CloudFormationClient, StackSummary } from '@aws-sdk/client-cloudformation';
import { paginateListStacks } from '@aws-sdk/client-cloudformation';
import type { DeployedResource, DeployedStack } from './deployed-stack.ts';
import { findStack, resourcesOf } from './deployed-stack.ts';
import type { ClientFor } from './deployment-plan.ts';
import { LEFTOVERS, recoveredBeside } from './left-behind.ts';
import { LOST_WITH } from './stateful-changes.ts';
import type { StackAt } from './which-deployment.ts';

export interface Target extends StackAt {
  readonly stack: DeployedStack;
  readonly isDeleted: boolean;
  /** What the stack leaves behind. */
  readonly leftovers: readonly DeployedResource[];
  /** What goes with the stack, though a new one does not bring it back. */
  readonly lost: readonly DeployedResource[];
  /** Recovered tables that restores left: they stay, whatever the stack's deletion policy is. */
  readonly recovered: readonly string[];
}

export async function findTargets(stacks: readonly StackAt[], clientFor: ClientFor): Promise<Target[]> {
  const targets: Target[] = [];
  for (const at of stacks) {
    const client = clientFor(at.region);
    const present = await findStack(client, at.name);
    const stack = present ?? (await deletedStack(client, at.name));
    if (stack !== undefined) {
      const isDeleted = present === undefined;
      const created = (await resourcesOf(client, stack.id)).filter(
        ({ physicalId }) => physicalId !== undefined,
      );
      const leftovers = created.filter(isKept);
      const lost = created.filter(
        (each) => !isDeleted && !isKept(each) && Object.hasOwn(LOST_WITH, each.type),
      );
      const recovered = await recoveredBeside(created, at.region);
      targets.push({ ...at, stack, isDeleted, leftovers, lost, recovered });
    }
  }
  return targets;
}

/** Whether data goes with the stacks themselves, as with `removalPolicy: destroy`. */
export const isDataLost = (targets: readonly Target[]): boolean =>
  targets.some(({ lost }) => lost.some(({ type }) => LEFTOVERS[type]?.hasData));

const isKept = ({ deletionPolicy }: DeployedResource): boolean => deletionPolicy.startsWith('Retain');

/** The stack of that name that was deleted last; the list's order is not documented. */
async function deletedStack(client: CloudFormationClient, name: string): Promise<DeployedStack | undefined> {
  let last: StackSummary | undefined;
  for await (const page of paginateListStacks({ client }, { StackStatusFilter: ['DELETE_COMPLETE'] })) {
    for (const summary of page.StackSummaries ?? []) {
      if (summary.StackName === name && timeOf(summary) >= timeOf(last)) {
        last = summary;
      }
    }
  }
  return last?.StackId === undefined
    ? undefined
    : { name, id: last.StackId, status: 'DELETE_COMPLETE', outputs: {} };
}

const timeOf = (summary: StackSummary | undefined): number => summary?.DeletionTime?.getTime() ?? 0;
