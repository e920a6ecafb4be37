/**
 * `npm run deployment:remove`: deletes the stacks of a deployment, in the order that CDK would, and says what stays behind
 * and what that costs. With `--delete-data`, that goes too.
 *
 * It reads what is deployed, not what the code would deploy, so it needs neither the settings of the deployment nor
 * its version. A deleted stack can be read by its id for 90 days, so what an interrupted run left can be deleted
 * later (CloudFormation API Reference, ListStacks, ListStackResources and GetTemplate).
 */
import type { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { DeleteStackCommand, waitUntilStackDeleteComplete } from '@aws-sdk/client-cloudformation';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Terminal } from './command-line.ts';
import {
  COMMON_HELP,
  COMMON_OPTIONS,
  confirm,
  RefusedError,
  readArguments,
  UsageError,
} from './command-line.ts';
import { deleteTable } from './delete-table.ts';
import type { DeployedStack } from './deployed-stack.ts';
import { placeOf, resourcesOf } from './deployed-stack.ts';
import type { ClientFor } from './deployment-plan.ts';
import { deleteTopic, LEFTOVERS, topicsOf } from './left-behind.ts';
import type { Target } from './removal-targets.ts';
import { findTargets, isDataLost } from './removal-targets.ts';
import { LOST_WITH } from './stateful-changes.ts';
import type { StackAt } from './which-deployment.ts';
import { WHICH_HELP, WHICH_OPTIONS, whichDeployment } from './which-deployment.ts';

const MAX_WAIT_SECONDS = 3600;
const FAILED = 'DELETE_FAILED';

export const HELP = `npm run deployment:remove -- [options]

Deletes the stacks of a deployment and lists what stays behind: with removalPolicy retain, tables, user pool,
secrets, logs and keys. With removalPolicy destroy, they go with the stacks.

  --delete-data     deletes what stays behind, too
  --stack <name>, --account <id>
                    where data goes, the question asks for the main stack's name. With --yes these two take its place
${WHICH_HELP}
${COMMON_HELP}

Neither deletes: the CDK bootstrap, the role of API Gateway's account settings, SES identities, sender ids and
origination numbers, SNS's SMS settings. Those belong to the account.`;

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
    account: { type: 'string' },
  });
  const { main, edge, edgeLogs } = whichDeployment(values);
  // Each depends on the next.
  const targets = await findTargets([edgeLogs, main, edge], clientFor);
  const [first] = targets;
  if (first === undefined) {
    throw new RefusedError(`There is no stack ${main.name} in ${main.region}, and none was deleted lately.`);
  }
  const isDataGone = values['delete-data'] || isDataLost(targets);
  const place = placeOf((targets.find(({ name }) => name === main.name) ?? first).stack);
  if (isDataGone && values.yes) {
    refuseAnother(values, { stack: main.name, account: place.account });
  }
  const topics = await topicsOf(main.name, main.region);
  sayWhatHappens(targets, topics, values['delete-data'], write);
  if (values['dry-run']) {
    write('Dry run: nothing was changed.');
    return;
  }
  await confirm(
    terminal,
    isDataGone
      ? `Delete all of this in ${place.text}, data included?`
      : `Delete these stacks of ${place.text}?`,
    { yes: values.yes, expected: isDataGone ? main.name : 'yes' },
  );
  for (const target of targets.filter(({ isDeleted }) => !isDeleted)) {
    write(`Deleting ${target.name} (${target.region})`);
    await deleteStack(clientFor(target.region), target.stack);
  }
  if (values['delete-data']) {
    await deleteData(targets, topics, main, write);
  }
  write('Done.');
}

/** Without a question, whoever wrote the command has to know whose data goes. @throws {UsageError} */
function refuseAnother(
  given: { readonly stack?: string | undefined; readonly account?: string | undefined },
  { stack, account }: { readonly stack: string; readonly account: string },
): void {
  if (given.stack !== stack || given.account !== account) {
    throw new UsageError(
      `Data would be deleted: --yes needs --stack ${stack} --account ${account}. --help lists the options.`,
    );
  }
}

function sayWhatHappens(
  targets: readonly Target[],
  topics: readonly string[],
  isDataDeleted: boolean,
  write: (line: string) => void,
): void {
  for (const { name, region, isDeleted, leftovers, lost, recovered } of targets) {
    write(`${name} (${region}): ${isDeleted ? 'is deleted already' : 'will be deleted'}. Of it,`);
    for (const [type, some] of Map.groupBy(lost, ({ type: each }) => each)) {
      write(`  GOES  ${some.length} × ${type}, with the stack: ${LOST_WITH[type]}`);
      write(some.map(({ physicalId }) => `          ${physicalId}`).join('\n'));
    }
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
    if (recovered.length > 0) {
      const goes = isDataDeleted ? 'GOES ' : 'stays';
      write(`  ${goes} ${recovered.length} × table that a restore left, with data of people`);
      write(recovered.map((table) => `          ${table}`).join('\n'));
    }
  }
  write(`  ${isDataDeleted ? 'GOES ' : 'stays'} ${topics.length} × people's topics, which cost nothing\n`);
}

/** By the role that the stack was deployed with. @throws {RefusedError} when CloudFormation can't delete it */
async function deleteStack(client: CloudFormationClient, { id, name }: DeployedStack): Promise<void> {
  await client.send(new DeleteStackCommand({ StackName: id }));
  try {
    await waitUntilStackDeleteComplete({ client, maxWaitTime: MAX_WAIT_SECONDS }, { StackName: id });
  } catch (error) {
    const left = (await resourcesOf(client, id)).filter(({ status }) => status === FAILED);
    if (left.length === 0) {
      throw error;
    }
    const which = left.map(({ type, physicalId }) => `  ${type} ${physicalId}`);
    throw new RefusedError(
      [
        `${name} was not deleted: see its events, then run this again. What could not be deleted:`,
        ...which,
      ].join('\n'),
    );
  }
}

async function deleteData(
  targets: readonly Target[],
  topics: readonly string[],
  { name: stackName, region }: StackAt,
  write: (line: string) => void,
): Promise<void> {
  // Those of before the stacks were deleted, which takes long, and those that were made meanwhile.
  for (const topic of new Set([...topics, ...(await topicsOf(stackName, region))])) {
    await deleteTopic(topic, region);
  }
  for (const target of targets) {
    for (const table of target.recovered) {
      write(`Deleting table ${table}`);
      await deleteTable(new DynamoDBClient({ region: target.region }), table);
    }
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
