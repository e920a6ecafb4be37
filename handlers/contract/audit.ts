/** What the audit log records, and where. */

/** The only stream of the audit log group; the stack creates it, so that functions need no permission to. */
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
  'resume_prefix',
  'block_prefix',
  'safe_list_prefix',
  'clear_prefix',
  'raise_budget',
  'end_raise',
  // By `npm run person`; the subject is the person's reference.
  'export_person',
  'forget_person',
] as const;
/** What was requested. The entry is written before the action, so a request that then fails has one too. */
export type AuditAction = (typeof AUDIT_ACTIONS)[number];

/** Who asked: a signed-in person, a client that uses its own credentials, or a principal of AWS that ran a command. */
export interface Actor {
  readonly type: 'operator' | 'client' | 'principal';
  /** An ARN for a principal. */
  readonly sub: string;
  /** The name that an operator signs in with. */
  readonly name?: string;
  readonly client_id: string;
}
