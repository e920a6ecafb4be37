/**
 * `npm run deployment:remove`: deletes the stacks of a deployment, in the order that CDK would, and says what stays behind
 * and what that costs. With `--delete-data`, that goes too.
 *
 * It reads what is deployed, not what the code would deploy, so it needs neither the settings of the deployment nor
 * its version. A deleted stack can be read by its id for 90 days, so what an interrupted run left can be deleted
 * later (CloudFormation API Reference, ListStacks, ListStackResources and GetTemplate).
 */
import type { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import {
  DeleteStackCommand,
  paginateListStacks,
  waitUntilStackDeleteComplete,
} from '@aws-sdk/client-cloudformation';
import type { Terminal } from './command-line.ts';
import {
  COMMON_HELP,
  COMMON_OPTIONS,
  confirm,
  RefusedError,
  readArguments,
  UsageError,
} from './command-line.ts';
import type { DeployedResource, DeployedStack } from './deployed-stack.ts';
import { findStack, resourcesOf } from './deployed-stack.ts';
import { deleteTopic, LEFTOVERS, topicsOf } from './left-behind.ts';
import type { StackAt } from './which-deployment.ts';
import { WHICH_HELP, WHICH_OPTIONS, whichDeployment } from './which-deployment.ts';

const MAX_WAIT_SECONDS = 3600;

export const HELP = `npm run deployment:remove -- [options]

Deletes the stacks of a deployment and lists what stays behind: with removalPolicy retain, tables, user pool,
secrets, logs and keys.

  --delete-data     deletes what stays behind, too. Asks for the stack's name
  --stack <name>    with --delete-data and --yes: the main stack's name, in place of the question
${WHICH_HELP}
${COMMON_HELP}

Neither deletes: the CDK bootstrap, the role of API Gateway's account settings, SES identities, sender ids and
origination numbers, SNS's SMS settings. Those belong to the account.`;

type ClientFor = (region: string) => CloudFormationClient;

interface Target extends StackAt {
  readonly stack: DeployedStack;
  readonly isDeleted: boolean;
  readonly leftovers: readonly DeployedResource[];
}

export async function remove(
  args: readonly string[],
  terminal: Terminal,
  { clientFor }: { readonly clientFor: ClientFor },
): Promise<void> {
  const { write } = terminal;
  const values = readArguments(args, {
    ...COMMON_OPTIONS,
    ...WHICH_OPTIONS,
    'delete-data': { type: 'boolean', default: false },
    stack: { type: 'string' },
  });
  const { main, edge, edgeLogs } = whichDeployment(values);
  if (values['delete-data'] && values.yes && values.stack !== main.name) {
    throw new UsageError(`--delete-data with --yes needs --stack ${main.name}. --help lists the options.`);
  }
  // Each depends on the next.
  const targets = await findTargets([edgeLogs, main, edge], clientFor);
  if (targets.length === 0) {
    throw new RefusedError(`There is no stack ${main.name} in ${main.region}, and none was deleted lately.`);
  }
  const topics = await topicsOf(main.name, main.region);
  sayWhatHappens(targets, topics, values['delete-data'], write);
  if (values['dry-run']) {
    write('Dry run: nothing was changed.');
    return;
  }
  const expected = values['delete-data'] ? main.name : 'yes';
  await confirm(
    terminal,
    values['delete-data'] ? 'Delete all of this, data included?' : 'Delete these stacks?',
    { yes: values.yes, expected },
  );
  for (const target of targets.filter(({ isDeleted }) => !isDeleted)) {
    write(`Deleting ${target.name} (${target.region})`);
    await deleteStack(clientFor(target.region), target.stack);
  }
  if (values['delete-data']) {
    await deleteData(targets, topics, main.region, write);
  }
  write('Done.');
}

async function findTargets(stacks: readonly StackAt[], clientFor: ClientFor): Promise<Target[]> {
  const targets: Target[] = [];
  for (const at of stacks) {
    const client = clientFor(at.region);
    const present = await findStack(client, at.name);
    const stack = present ?? (await deletedStack(client, at.name));
    if (stack !== undefined) {
      const kept = (await resourcesOf(client, stack.id)).filter(
        ({ deletionPolicy, physicalId }) => deletionPolicy.startsWith('Retain') && physicalId !== undefined,
      );
      targets.push({ ...at, stack, isDeleted: present === undefined, leftovers: kept });
    }
  }
  return targets;
}

/** The stack of that name that was deleted last. */
async function deletedStack(client: CloudFormationClient, name: string): Promise<DeployedStack | undefined> {
  for await (const page of paginateListStacks({ client }, { StackStatusFilter: ['DELETE_COMPLETE'] })) {
    // Newest first.
    const found = page.StackSummaries?.find(({ StackName }) => StackName === name);
    if (found?.StackId !== undefined) {
      return { name, id: found.StackId, status: 'DELETE_COMPLETE', outputs: {} };
    }
  }
  return undefined;
}

function sayWhatHappens(
  targets: readonly Target[],
  topics: readonly string[],
  isDataDeleted: boolean,
  write: (line: string) => void,
): void {
  for (const { name, region, isDeleted, leftovers } of targets) {
    write(`${name} (${region}): ${isDeleted ? 'is deleted already' : 'will be deleted'}. Of it,`);
    for (const type of Object.keys(LEFTOVERS)) {
      const some = leftovers.filter((each) => each.type === type);
      if (some.length > 0) {
        const goes = isDataDeleted && LEFTOVERS[type]?.remove !== undefined;
        write(`  ${goes ? 'GOES ' : 'stays'} ${some.length} × ${type}: ${LEFTOVERS[type]?.note}`);
        write(some.map(({ physicalId }) => `          ${physicalId}`).join('\n'));
      }
    }
    for (const { type, physicalId } of leftovers.filter((each) => !Object.hasOwn(LEFTOVERS, each.type))) {
      write(`  stays ${type} ${physicalId}`);
    }
  }
  write(`  ${isDataDeleted ? 'GOES ' : 'stays'} ${topics.length} × people's topics, which cost nothing\n`);
}

/** By the role that the stack was deployed with. @throws when CloudFormation can't delete it */
async function deleteStack(client: CloudFormationClient, { id }: DeployedStack): Promise<void> {
  await client.send(new DeleteStackCommand({ StackName: id }));
  await waitUntilStackDeleteComplete({ client, maxWaitTime: MAX_WAIT_SECONDS }, { StackName: id });
}

async function deleteData(
  targets: readonly Target[],
  topics: readonly string[],
  region: string,
  write: (line: string) => void,
): Promise<void> {
  for (const topic of topics) {
    await deleteTopic(topic, region);
  }
  for (const [type, { remove: removeOne }] of Object.entries(LEFTOVERS)) {
    for (const target of removeOne === undefined ? [] : targets) {
      for (const { physicalId = '' } of target.leftovers.filter((each) => each.type === type)) {
        write(`Deleting ${type} ${physicalId}`);
        await removeOne?.(physicalId, target.region);
      }
    }
  }
}
