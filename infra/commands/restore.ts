/**
 * `npm run deployment:restore`: brings back contacts, opt-outs and counts as they were at a time, into the running deployment.
 *
 * The tables themselves stay, because their names are the stack's. What is restored comes into a table beside
 * each and is copied from there, item by item, on conditions that keep what was asked for since. Tokens live for
 * minutes and are not restored, so no code comes back.
 */
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SNSClient } from '@aws-sdk/client-sns';
import { snsEmailRemoval } from '../../handlers/adapters/sns/email-transport.ts';
import type { Terminal } from './command-line.ts';
import { confirm, RefusedError } from './command-line.ts';
import { findStack, physicalIdOf, placeOf, resourcesOf } from './deployed-stack.ts';
import { refuseBeyondReach } from './restore/audit-reach.ts';
import type { RestorePorts } from './restore/copy-table.ts';
import { restoreTable } from './restore/copy-table.ts';
import { findRepairs } from './restore/keys-and-secrets.ts';
import { checkRecovery, recoveredName, recoveredTablesOf } from './restore/recovered-table.ts';
import { restoreOptions, TABLES } from './restore/restore-options.ts';
import type { CheckedSecret } from './restore/secret-values.ts';
import { refuseUnreadable } from './restore/secret-values.ts';

export async function restore(
  args: readonly string[],
  terminal: Terminal,
  { now, settle }: Pick<RestorePorts, 'now' | 'settle'>,
): Promise<void> {
  const { write } = terminal;
  const options = restoreOptions(args, now());
  const { to, chosen, brought, isDryRun } = options;
  const { name, region } = options.stack;
  const cloudFormation = new CloudFormationClient({ region });
  const stack = await findStack(cloudFormation, name);
  if (stack === undefined) {
    throw new RefusedError(
      `${name} is not deployed in ${region}. Deploy it first: docs/deployment.md, "Restore".`,
    );
  }
  const resources = await resourcesOf(cloudFormation, stack.id);
  const dynamodb = new DynamoDBClient({ region });
  const logs = new CloudWatchLogsClient({ region });
  const live = new Map(TABLES.map((each) => [each, physicalIdOf(resources, 'AWS::DynamoDB::Table', each)]));
  const auditLogs = [physicalIdOf(resources, 'AWS::Logs::LogGroup', 'entries'), ...options.moreAuditLogs];
  const secret = (what: CheckedSecret['what']): CheckedSecret => ({
    ...{ what, region, oldId: options.oldSecrets[what] },
    id: physicalIdOf(resources, 'AWS::SecretsManager::Secret', `${what}-secret`),
  });
  const contacts = brought.get('contacts');
  const checkSecret = () =>
    refuseUnreadable(
      secret('subject'),
      contacts === undefined ? undefined : { client: dynamodb, table: contacts },
      to,
    );

  const { repairs, disabledKeys } = await findRepairs(resources, region);
  for (const key of disabledKeys) {
    write(
      `Key ${key} is disabled, and stays so. Unless it is meant to be: aws kms enable-key --key-id ${key}`,
    );
  }
  for (const { text } of repairs) {
    write(text);
  }
  if (repairs.length === 0) {
    await checkSecret();
  }
  if (!options.evenDeleted) {
    await refuseBeyondReach(logs, auditLogs, to, now());
  }
  for (const each of chosen) {
    const table = live.get(each) ?? '';
    const source = brought.get(each);
    if (source === undefined) {
      await checkRecovery(dynamodb, table, to);
    }
    for (const left of await recoveredTablesOf(dynamodb, table)) {
      write(
        `An earlier restore left the table ${left}, with data of people. Delete it once nobody needs it.`,
      );
    }
    write(
      `Restore ${each} to ${to.toISOString()}: from ${source ?? `point-in-time recovery, by way of ${recoveredName(table, to)},`} into ${table}`,
    );
  }
  if (isDryRun && chosen.some((each) => !brought.has(each))) {
    write('Dry run: nothing was changed.');
    return;
  }
  if (!isDryRun) {
    await confirm(terminal, `Restore into ${name} in ${placeOf(stack).text}?`, options);
    for (const { run } of repairs) {
      await run();
    }
    await checkSecret();
  }
  const topics = snsEmailRemoval(new SNSClient({ region }));
  for (const each of chosen) {
    await restoreTable(each, live.get(each) ?? '', options, {
      ...{ dynamodb, logs, auditLogs, write, now, settle },
      ...{ subject: secret('subject'), reference: secret('reference') },
      forgetTopic: async (topicArn) => (topicArn === undefined ? undefined : topics.forget(topicArn)),
    });
  }
  write(
    isDryRun
      ? 'Dry run: nothing was changed.'
      : 'Done. Now run `npm run person -- forget-again`: it finds whoever was forgotten and has a contact all the same.',
  );
}
