/**
 * Records who is about to do what.
 *
 * The entry is written first, and the action follows only once the entry is stored: an action without a trace
 * is worse than one that has to be repeated. In the opposite order, an outage of the log would hide whatever
 * is done in the meantime.
 */
import type { AuditAction } from '../contract/audit.ts';
import type { AuditWriter } from '../domain/audit/audit-log.ts';
import type { Request } from './endpoint.ts';

interface Recorded {
  readonly action: AuditAction;
  /** The person's user_id, or a masked destination. */
  readonly subject: string;
  readonly purpose?: string | undefined;
  /** Whose tokens, if the request named one group. */
  readonly client_group?: string | undefined;
}

/** Resolves once the entry is stored. @throws AuditUnavailable */
type Recorder = (request: Request, what: Recorded) => Promise<void>;

export const recordIn =
  (log: AuditWriter): Recorder =>
  ({ actor, requestId, sourceIp, forwardedFor }, { action, subject, purpose, client_group }) =>
    log.write({
      at: new Date().toISOString(),
      actor,
      action,
      subject,
      ...(purpose === undefined ? {} : { purpose }),
      ...(client_group === undefined ? {} : { client_group }),
      request_id: requestId,
      source_ip: sourceIp,
      ...(forwardedFor === undefined ? {} : { forwarded_for: forwardedFor }),
    });
