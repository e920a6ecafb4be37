/** What `npm run deployment:restore` is asked for. */
import { COMMON_HELP, COMMON_OPTIONS, readArguments, UsageError } from '../command-line.ts';
import type { StackAt } from '../which-deployment.ts';
import { WHICH_HELP, WHICH_OPTIONS, whichDeployment } from '../which-deployment.ts';

/** In the order in which they are restored. */
export const TABLES = ['contacts', 'limits'] as const;
export type TableName = (typeof TABLES)[number];

export const HELP = `npm run deployment:restore -- --to <time> [options]

Brings back contacts, opt-outs and counts as they were at a time within the last 35 days. What was asked for since
stays: people who were deleted or forgotten stay so, changed contacts and opt-outs stay, counts are only raised. Tokens
are not restored. Keys and secrets that wait to be deleted are brought back first.

  --to <time>       ISO 8601, such as 2026-11-26T10:00:00Z
  --from <contacts|limits>=<table>
                    takes a table that is there already, such as one that AWS Backup restored, instead of
                    point-in-time recovery; --to then says of when it is. May be repeated: only those are restored
  --user <id>       only this person's contact, changed since or not; may be repeated
  --overwrite       with --user: also replaces a contact that is there
  --even-deleted    also brings back contacts that were deleted through the API since, and goes on where the audit log
                    does not say who was deleted or forgotten
  --audit-log <log group>
                    also reads this one, such as that of a deployment that was removed; may be repeated
  --old-subject-secret <secret>, --old-reference-secret <secret>
                    where a secret is younger than --to: goes on if it has the value of this one
  --keep-tables     keeps the tables beside the live ones
${WHICH_HELP}
${COMMON_HELP}`;

export interface RestoreOptions {
  readonly stack: StackAt;
  readonly to: Date;
  readonly chosen: readonly TableName[];
  /** Tables that are there already. */
  readonly brought: ReadonlyMap<TableName, string>;
  readonly users: readonly string[];
  readonly overwrite: boolean;
  readonly evenDeleted: boolean;
  readonly moreAuditLogs: readonly string[];
  readonly oldSecrets: { readonly subject: string | undefined; readonly reference: string | undefined };
  readonly keepTables: boolean;
  readonly isDryRun: boolean;
  readonly yes: boolean;
}

/** @throws {UsageError} */
export function restoreOptions(args: readonly string[], now: Date): RestoreOptions {
  const values = readArguments(args, {
    ...COMMON_OPTIONS,
    ...WHICH_OPTIONS,
    to: { type: 'string' },
    from: { type: 'string', multiple: true, default: [] as string[] },
    user: { type: 'string', multiple: true, default: [] as string[] },
    overwrite: { type: 'boolean', default: false },
    'even-deleted': { type: 'boolean', default: false },
    'audit-log': { type: 'string', multiple: true, default: [] as string[] },
    'old-subject-secret': { type: 'string' },
    'old-reference-secret': { type: 'string' },
    'keep-tables': { type: 'boolean', default: false },
  });
  const to = timeIn(values.to, now);
  if (values.overwrite && values.user.length === 0) {
    throw new UsageError(
      '--overwrite needs --user: it would send codes to numbers that people have changed since.',
    );
  }
  const brought = new Map(values.from.map(readSource));
  if (values.user.length > 0 && brought.size > 0 && !brought.has('contacts')) {
    throw new UsageError('--user is about contacts: give --from contacts=<table>, or leave --from out.');
  }
  return {
    stack: whichDeployment(values).main,
    to,
    chosen: TABLES.filter((each) => brought.size === 0 || brought.has(each)).filter(
      (each) => values.user.length === 0 || each === 'contacts',
    ),
    brought,
    users: values.user,
    overwrite: values.overwrite,
    evenDeleted: values['even-deleted'],
    moreAuditLogs: values['audit-log'],
    oldSecrets: { subject: values['old-subject-secret'], reference: values['old-reference-secret'] },
    keepTables: values['keep-tables'],
    isDryRun: values['dry-run'],
    yes: values.yes,
  };
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
