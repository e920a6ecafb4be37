/** Restores one table: has it recovered unless it is there, copies it, takes back what was undone meanwhile, and cleans up. */
import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { secretsManagerKeys } from '../../../handlers/adapters/secrets-manager/keys.ts';
import { personReference } from '../../../handlers/domain/token/person-reference.ts';
import { deleteTable, tableOf } from '../delete-table.ts';
import type { ChangedSince } from './changed-since.ts';
import { changedSince } from './changed-since.ts';
import type { Copy, Counts } from './copy-items.ts';
import { copyContacts, copyLimits } from './copy-items.ts';
import { recoveredName, recoverTable } from './recovered-table.ts';
import type { RestoreOptions, TableName } from './restore-options.ts';
import type { CheckedSecret } from './secret-values.ts';
import { refuseOtherValue, refuseUnreadable } from './secret-values.ts';
import { takeBackContacts, takeBackLimits } from './take-back.ts';

export interface RestorePorts {
  readonly dynamodb: DynamoDBClient;
  readonly logs: CloudWatchLogsClient;
  readonly auditLogs: readonly string[];
  readonly subject: CheckedSecret;
  readonly reference: CheckedSecret;
  readonly forgetTopic: Copy['forgetTopic'];
  readonly write: (line: string) => void;
  readonly now: () => Date;
  /** Resolves once the audit log shows what was written to it. */
  readonly settle: () => Promise<void>;
}

/** @throws {RefusedError} when its items could not be read, or forgotten people not be told */
export async function restoreTable(
  name: TableName,
  live: string,
  options: RestoreOptions,
  ports: RestorePorts,
): Promise<void> {
  const { dynamodb, write } = ports;
  const source = options.brought.get(name);
  if (source !== undefined) {
    return copyTable(name, source, live, options, ports);
  }
  const recovered = recoveredName(live, options.to);
  await recoverTable(dynamodb, live, options.to);
  try {
    if (name === 'contacts') {
      await refuseUnreadable(ports.subject, { client: dynamodb, table: recovered }, options.to);
    }
    await copyTable(name, recovered, live, options, ports);
  } finally {
    if (options.keepTables) {
      write(`The table ${recovered} stays, with data of people. Delete it once nobody needs it.`);
    } else {
      await deleteTable(dynamodb, recovered);
    }
  }
}

async function copyTable(
  name: TableName,
  from: string,
  to: string,
  options: RestoreOptions,
  ports: RestorePorts,
): Promise<void> {
  const { dynamodb: client, logs, auditLogs, forgetTopic, now } = ports;
  const { users, overwrite, evenDeleted, isDryRun } = options;
  // Read after the recovery, which takes its time.
  const changed = await changedSince(logs, auditLogs, options.to);
  const nowSeconds = Math.floor(now().getTime() / 1000);
  const isForgotten = await forgottenAmong(changed, options.to, ports.reference);
  const copy: Copy = { client, from, to, changed, isForgotten, forgetTopic, nowSeconds, isDryRun };
  const counts =
    name === 'contacts'
      ? await copyContacts(copy, { users, overwrite, evenDeleted })
      : await copyLimits(copy);
  if (isDryRun) {
    return report(name, counts, changed, ports.write);
  }
  await ports.settle();
  const all = await changedSince(logs, auditLogs, options.to);
  const begun = later(options.to, (await tableOf(client, from))?.CreationDateTime);
  const recent = await changedSince(logs, auditLogs, begun);
  const meanwhile: Copy = {
    ...{ ...copy, changed: without(recent, changed, evenDeleted) },
    isForgotten: await forgottenAmong(recent, options.to, ports.reference),
  };
  const taken =
    name === 'contacts' ? await takeBackContacts(meanwhile, users) : await takeBackLimits(meanwhile);
  if (taken > 0) {
    counts['of people deleted, forgotten or unlocked meanwhile, taken back'] = taken;
  }
  report(name, counts, all, ports.write);
}

/**
 * Whose items are taken back: of people who asked since the table exists that is copied from. No copy is older, so also
 * what an interrupted run had copied is found, though this run knew of them before. Who was unlocked before this copy
 * keeps what was counted since then, and `--even-deleted` keeps whose contacts it brought back.
 */
const without = (recent: ChangedSince, before: ChangedSince, evenDeleted: boolean): ChangedSince => ({
  ...recent,
  deletedPeople: evenDeleted ? difference(recent.deletedPeople, before.deletedPeople) : recent.deletedPeople,
  unlockedPeople: difference(recent.unlockedPeople, before.unlockedPeople),
});

const later = (one: Date, other: Date | undefined): Date =>
  other !== undefined && other > one ? other : one;

const difference = (all: ReadonlySet<string>, before: ReadonlySet<string>): ReadonlySet<string> =>
  new Set([...all].filter((each) => !before.has(each)));

/** The secret is read only where somebody was forgotten. @throws {RefusedError} when it names people otherwise */
async function forgottenAmong(
  { forgottenPeople }: ChangedSince,
  since: Date,
  reference: CheckedSecret,
): Promise<Copy['isForgotten']> {
  if (forgottenPeople.size === 0) {
    return () => false;
  }
  await refuseOtherValue(reference, since);
  const client = new SecretsManagerClient({ region: reference.region });
  const keys = await secretsManagerKeys(client, reference.id, Date.now).current();
  return (userId) => forgottenPeople.has(personReference(userId, keys));
}

function report(
  table: TableName,
  counts: Counts,
  { optIns }: ChangedSince,
  write: (line: string) => void,
): void {
  const lines = Object.entries(counts).sort(([one], [other]) => one.localeCompare(other));
  write(
    lines.length === 0
      ? `${table}: no items`
      : lines.map(([what, number]) => `${table}: ${number} ${what}`).join('\n'),
  );
  if (table === 'limits' && optIns > 0) {
    write(`  ${optIns} opt-outs were withdrawn since, and may be back: see opt_in in the audit log.`);
  }
}
