/**
 * What people and systems asked for since a time, from the audit logs: a restore must not undo it. The log is
 * written before the action, so an action that then failed counts too: a contact that was deleted and put again may
 * still be deleted. Such a contact is left out, and can be restored by name.
 */
import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { paginateGetLogEvents } from '@aws-sdk/client-cloudwatch-logs';
import type { AuditAction } from '../../../handlers/contract/audit.ts';
import { AUDIT_LOG_STREAM } from '../../../handlers/contract/audit.ts';

export interface ChangedSince {
  /** Whose contact was deleted, whatever came afterwards. */
  readonly deletedPeople: ReadonlySet<string>;
  /** Whose contact was put: the number that is restored may be that of a stolen phone. */
  readonly changedPeople: ReadonlySet<string>;
  /** By their reference (personReference): forgetting leaves no id in the log. */
  readonly forgottenPeople: ReadonlySet<string>;
  readonly unlockedPeople: ReadonlySet<string>;
  /** How many opt-outs were withdrawn: by masked destination, so nobody knows which. */
  readonly optIns: number;
}

interface Entry {
  readonly action?: AuditAction;
  readonly subject?: string;
}

export async function changedSince(
  client: CloudWatchLogsClient,
  logGroupNames: readonly string[],
  since: Date,
): Promise<ChangedSince> {
  const deletedPeople = new Set<string>();
  const changedPeople = new Set<string>();
  const forgottenPeople = new Set<string>();
  const unlockedPeople = new Set<string>();
  let optIns = 0;
  for (const logGroupName of logGroupNames) {
    for await (const { action, subject = '' } of entriesOf(client, logGroupName, since)) {
      if (action === 'delete_contact') {
        deletedPeople.add(subject);
      } else if (action === 'put_contact') {
        changedPeople.add(subject);
      } else if (action === 'forget_person') {
        forgottenPeople.add(subject);
      } else if (action === 'unlock_person') {
        unlockedPeople.add(subject);
      } else if (action === 'opt_in') {
        optIns += 1;
      }
    }
  }
  return { deletedPeople, changedPeople, forgottenPeople, unlockedPeople, optIns };
}

async function* entriesOf(
  client: CloudWatchLogsClient,
  logGroupName: string,
  since: Date,
): AsyncGenerator<Entry> {
  const input = {
    logGroupName,
    logStreamName: AUDIT_LOG_STREAM,
    startTime: since.getTime(),
    startFromHead: true,
  };
  // The end is a token that comes twice; pages before it may be empty.
  for await (const { events = [] } of paginateGetLogEvents({ client, stopOnSameToken: true }, input)) {
    yield* events.map(({ message = '' }) => read(message));
  }
}

/** Administrators of the account can write to its logs, so a line may be anything. */
function read(message: string): Entry {
  try {
    return (JSON.parse(message) as Entry | null) ?? {};
  } catch {
    return {};
  }
}
