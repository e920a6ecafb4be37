/**
 * Records who is about to do what.
 *
 * The entry is written first, and the action follows only once the entry is stored: an action without a trace
 * is worse than one that has to be repeated. In the opposite order, an outage of the log would hide whatever
 * is done in the meantime.
 */
import type { Actor, AuditAction } from '../contract/audit.ts';
import type { AuditWriter } from '../domain/audit/audit-log.ts';
import type { Request } from './endpoint.ts';

interface Recorded {
  readonly action: AuditAction;
  /** The person's user_id, a masked destination, a prefix of numbers, or the window of a budget. */
  readonly subject: string;
  readonly purpose?: string | undefined;
  /** Whose tokens, if the request named one group. */
  readonly client_group?: string | undefined;
  /** For how long and how much. */
  readonly detail?: string | undefined;
  readonly reason?: string | undefined;
}

/** Resolves once the entry is stored. @throws AuditUnavailable */
type Recorder = (
  request: Pick<Request, 'actor' | 'requestId' | 'sourceIp' | 'forwardedFor'>,
  what: Recorded,
) => Promise<void>;

export const recordIn =
  (log: AuditWriter): Recorder =>
  (
    { actor, requestId, sourceIp, forwardedFor },
    { action, subject, purpose, client_group, detail, reason },
  ) =>
    log.write({
      at: new Date().toISOString(),
      actor,
      action,
      subject,
      ...(purpose === undefined ? {} : { purpose }),
      ...(client_group === undefined ? {} : { client_group }),
      ...(detail === undefined ? {} : { detail }),
      ...(reason === undefined ? {} : { reason }),
      request_id: requestId,
      source_ip: sourceIp,
      ...(forwardedFor === undefined ? {} : { forwarded_for: forwardedFor }),
    });

/** What colleagues know whoever did it by. */
export const nameOf = ({ name, sub, client_id }: Actor): string =>
  name ?? (client_id === '' ? sub : client_id);
