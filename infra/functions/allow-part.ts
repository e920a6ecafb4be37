/** Turns the grants in a function's row of the contract into IAM permissions of its role. */
import type { IRole } from 'aws-cdk-lib/aws-iam';
import { ACTIVITY_INDEXES } from '../../handlers/contract/activity.ts';
import type { FunctionPart, Grant, Right, TableName } from '../../handlers/contract/function.ts';
import { LIMIT_SUBJECTS } from '../../handlers/contract/limits-table.ts';
import { CONTACT_UPDATES, TOKEN_UPDATES } from '../../handlers/contract/table-writes.ts';
import { alarmPrefixOf } from '../cdk/alarm-names.ts';
import { ISSUED_TOKENS_INDEX } from '../data/tables.ts';
import { allowEmails } from './allow-emails.ts';
import type { Deployment } from './deployment.ts';
import { executionLogOf, secretOf, stateMachineOf, tableOf } from './deployment.ts';
import {
  allowAlarms,
  allowLogSearch,
  allowMetrics,
  allowPublicKey,
  allowPutEvents,
  allowQueue,
  allowRotation,
  allowSecret,
  allowSending,
  allowSigning,
  allowSms,
  allowStart,
  allowStopList,
  allowTable,
  allowTextLog,
  allowUpdates,
} from './permissions.ts';

const UPDATES: Readonly<Record<TableName, Readonly<Record<string, readonly string[]>>>> = {
  tokens: TOKEN_UPDATES,
  contacts: CONTACT_UPDATES,
  limits: {},
  activity: {},
};

/** Of each table, those that functions query. */
const INDEXES: Readonly<Record<TableName, readonly string[]>> = {
  tokens: [ISSUED_TOKENS_INDEX],
  contacts: [],
  limits: [],
  activity: Object.keys(ACTIVITY_INDEXES),
};

const RIGHTS: Readonly<Record<Right, (role: IRole, deployment: Deployment) => void>> = {
  'start the machine': (role, deployment) => allowStart(role, stateMachineOf(deployment)),
  'send texts': allowSms,
  'ask who answered STOP': allowStopList,
  'keep the log of texts': (role, { textLog, removal }) => textLog && allowTextLog(role, textLog, removal),
  'read metrics': allowMetrics,
  'read alarms': (role, { config, tables }) =>
    config.alarms !== 'off' && allowAlarms(role, alarmPrefixOf(tables.tokens)),
  'sign receipts': (role, { receiptKey }) => receiptKey && allowSigning(role, receiptKey),
  'publish keys': (role, { receiptKey }) => receiptKey && allowPublicKey(role, receiptKey),
  'rotate the token secret': (role, { secret }) => allowRotation(role, secret),
  'put events': (role, { events }) => events && allowPutEvents(role, events.bus),
  'send webhooks': (role, { events }) => {
    for (const { queue, deadLetters, secret } of events?.webhooks ?? []) {
      allowQueue(role, queue);
      allowSending(role, [queue, deadLetters]);
      allowSecret(role, secret);
    }
  },
  'know the secrets of hooks': (role, { hookSecrets = {} }) => {
    for (const secret of Object.values(hookSecrets)) {
      allowSecret(role, secret);
    }
  },
};

export function allowPart(role: IRole, row: FunctionPart, deployment: Deployment): void {
  for (const [table, grants] of Object.entries(row.tables ?? {}) as [TableName, readonly Grant[]][]) {
    for (const grant of grants) {
      allowGrant(role, table, grant, deployment);
    }
  }
  for (const secret of row.secrets ?? []) {
    allowSecret(role, secretOf(deployment, secret));
  }
  allowLogs(role, row.logs, deployment);
  if (row.emails) {
    allowEmails(role, row.emails, deployment);
  }
  for (const right of row.rights ?? []) {
    RIGHTS[right](role, deployment);
  }
}

function allowGrant(role: IRole, name: TableName, grant: Grant, deployment: Deployment): void {
  const table = tableOf(deployment, name);
  if ('updates' in grant) {
    const updates = grant.updates.map((update) => UPDATES[name][update] ?? []);
    allowUpdates(role, table, updates, { answersNothing: grant.answersNothing ?? false });
    return;
  }
  allowTable(
    role,
    table,
    grant.actions.map((action) => `dynamodb:${action}` as const),
    {
      ...(grant.onIndex && { indexes: INDEXES[name] }),
      ...(grant.subjects && { subjects: grant.subjects.map((subject) => LIMIT_SUBJECTS[subject]) }),
    },
  );
}

function allowLogs(role: IRole, logs: FunctionPart['logs'], deployment: Deployment): void {
  if (logs?.audit === 'read') {
    deployment.audit.allowReading(role);
  }
  if (logs?.audit === 'write') {
    deployment.audit.allowWriting(role);
  }
  if (logs?.execution) {
    allowLogSearch(role, executionLogOf(deployment));
  }
}
