/** What the audit log records, and where. */

/** The one stream of the audit's log group; the stack creates it, so that functions need not be allowed to. */
export const AUDIT_LOG_STREAM = 'audit';

export const AUDIT_ACTIONS = [
  'reveal_token',
  'revoke_token',
  'unlock_person',
  'put_contact',
  'confirm_contact',
  'delete_contact',
  'opt_out',
  'opt_in',
] as const;
/** What was asked for. The entry is written before it is done, so a request that then failed has one too. */
export type AuditAction = (typeof AUDIT_ACTIONS)[number];

/** Who asked: a signed-in person, or a client that uses its own credentials. */
export interface Actor {
  readonly type: 'operator' | 'client';
  readonly sub: string;
  /** The name that an operator signs in by. */
  readonly name?: string;
  readonly client_id: string;
}
