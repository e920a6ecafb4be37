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
import type { Terminal } from './command-line.ts';
import {
  COMMON_HELP,
  COMMON_OPTIONS,
  confirm,
  RefusedError,
  readArguments,
  UsageError,
} from './command-line.ts';
import { findStack, physicalIdOf, resourcesOf } from './deployed-stack.ts';
import { changedSince } from './restore/changed-since.ts';
import type { Copy, Counts } from './restore/copy-items.ts';
import { copyContacts, copyLimits } from './restore/copy-items.ts';
import { findRepairs, refuseNewSecret } from './restore/keys-and-secrets.ts';
import { checkRecovery, deleteRecovered, recoverTable } from './restore/recovered-table.ts';
import { WHICH_HELP, WHICH_OPTIONS, whichDeployment } from './which-deployment.ts';

const TABLES = ['contacts', 'limits'] as const;
type TableName = (typeof TABLES)[number];

export const HELP = `npm run deployment:restore -- --to <time> [options]

Brings back contacts, opt-outs and counts as they were at a time within the last 35 days. What was asked for since
stays: deleted people stay deleted, opt-outs stay, counts are only raised. Tokens are not restored. Keys and secrets
that wait to be deleted are brought back first.

  --to <time>       ISO 8601, such as 2026-11-26T10:00:00Z
  --from <contacts|limits>=<table>
                    takes a table that is there already, such as one that AWS Backup restored, instead of
                    point-in-time recovery; --to then says of when it is. May be repeated: only those are restored
  --user <id>       only this person's contact; may be repeated
  --overwrite       with --user: also replaces a contact that is there
  --even-deleted    also brings back contacts that were deleted through the API since
  --keep-tables     keeps the tables beside the live ones
${WHICH_HELP}
${COMMON_HELP}`;

export async function restore(
  args: readonly string[],
  terminal: Terminal,
  { now }: { readonly now: () => Date },
): Promise<void> {
  const { write } = terminal;
  const values = readArguments(args, {
    ...COMMON_OPTIONS,
    ...WHICH_OPTIONS,
    to: { type: 'string' },
    from: { type: 'string', multiple: true, default: [] as string[] },
    user: { type: 'string', multiple: true, default: [] as string[] },
    overwrite: { type: 'boolean', default: false },
    'even-deleted': { type: 'boolean', default: false },
    'keep-tables': { type: 'boolean', default: false },
  });
  const to = timeIn(values.to, now());
  if (values.overwrite && values.user.length === 0) {
    throw new UsageError(
      '--overwrite needs --user: it would send codes to numbers that people have changed since.',
    );
  }
  const brought = new Map(values.from.map(readSource));
  const { name, region } = whichDeployment(values).main;
  const cloudFormation = new CloudFormationClient({ region });
  const stack = await findStack(cloudFormation, name);
  if (stack === undefined) {
    throw new RefusedError(
      `${name} is not deployed in ${region}. Deploy it first: docs/deployment.md, "Restore".`,
    );
  }
  const resources = await resourcesOf(cloudFormation, stack.id);
  const dynamodb = new DynamoDBClient({ region });
  const live = new Map(TABLES.map((each) => [each, physicalIdOf(resources, 'AWS::DynamoDB::Table', each)]));
  const chosen = TABLES.filter((each) => brought.size === 0 || brought.has(each)).filter(
    (each) => values.user.length === 0 || each === 'contacts',
  );

  const repairs = await findRepairs(resources, region);
  for (const { text } of repairs) {
    write(text);
  }
  if (repairs.length === 0) {
    await refuseNewSecret(resources, region, to);
  }
  for (const each of chosen) {
    const source = brought.get(each);
    if (source === undefined) {
      await checkRecovery(dynamodb, live.get(each) ?? '', to);
    }
    write(
      `Restore ${each} to ${to.toISOString()}: from ${source ?? 'point-in-time recovery'} into ${live.get(each)}`,
    );
  }
  if (values['dry-run'] && chosen.some((each) => !brought.has(each))) {
    write('Dry run: nothing was changed.');
    return;
  }
  if (!values['dry-run']) {
    await confirm(terminal, 'Go on?', values);
    for (const { run } of repairs) {
      await run();
    }
    await refuseNewSecret(resources, region, to);
  }

  const auditLog = physicalIdOf(resources, 'AWS::Logs::LogGroup', 'entries');
  for (const each of chosen) {
    const table = live.get(each) ?? '';
    const from = brought.get(each) ?? (await recoverTable(dynamodb, table, to));
    const copy: Copy = {
      client: dynamodb,
      from,
      to: table,
      // Read after the recovery, which takes its time.
      changed: await changedSince(new CloudWatchLogsClient({ region }), auditLog, to),
      nowSeconds: Math.floor(now().getTime() / 1000),
      isDryRun: values['dry-run'],
    };
    const counts =
      each === 'contacts'
        ? await copyContacts(copy, {
            users: values.user,
            overwrite: values.overwrite,
            evenDeleted: values['even-deleted'],
          })
        : await copyLimits(copy);
    report(each, counts, write);
    if (each === 'limits' && copy.changed.optIns > 0) {
      write(
        `  ${copy.changed.optIns} opt-outs were withdrawn since, and may be back: see opt_in in the audit log.`,
      );
    }
    if (!brought.has(each) && !values['keep-tables']) {
      await deleteRecovered(dynamodb, from);
    }
  }
  write(values['dry-run'] ? 'Dry run: nothing was changed.' : 'Done.');
}

/** @throws {UsageError} */
function timeIn(text: string | undefined, now: Date): Date {
  const time = new Date(text ?? '');
  if (
    text === undefined ||
    !/^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)$/.test(text) ||
    Number.isNaN(time.getTime())
  ) {
    throw new UsageError('--to must be a time in ISO 8601 with its zone, such as 2026-11-26T10:00:00Z.');
  }
  if (time > now) {
    throw new UsageError('--to must not be in the future.');
  }
  return time;
}

/** @throws {UsageError} */
function readSource(text: string): [TableName, string] {
  const [, table, source] = /^(contacts|limits)=([A-Za-z0-9_.-]{3,255})$/.exec(text) ?? [];
  if (table === undefined || source === undefined) {
    throw new UsageError('--from must be contacts=<table> or limits=<table>.');
  }
  return [table as TableName, source];
}

function report(table: TableName, counts: Counts, write: (line: string) => void): void {
  const lines = Object.entries(counts).sort(([one], [other]) => one.localeCompare(other));
  write(
    lines.length === 0
      ? `${table}: no items`
      : lines.map(([what, number]) => `${table}: ${number} ${what}`).join('\n'),
  );
}
