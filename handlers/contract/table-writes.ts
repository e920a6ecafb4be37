/**
 * What writes reach: the attributes that an update names, and the beginnings of partition keys.
 *
 * The adapters write so and the roles allow no more; test/infra/table-writes.test.ts holds one against the
 * other. An attribute that a condition looks at counts like one that is changed.
 */

/** Updates of the tokens table, by the store's method or the machine's state; the key is named by all. */
export const TOKEN_UPDATES = {
  countAttempt: ['attempts', 'max_attempts', 'status', 'expiry_time', 'token_id'],
  settleAttempt: ['settled', 'token_id'],
  returnAttempt: ['attempts', 'token_id'],
  markUsed: ['status', 'verified_at', 'expiry_time', 'token_id'],
  revoke: ['status', 'sealed_token', 'token_digest'],
  replaceCode: ['token_id', 'sealed_token', 'token_digest', 'secret_version', 'status', 'expiry_time'],
  noteResend: [
    ...['sends', 'last_sent_at', 'resent_by', 'client_id', 'number_prefix'],
    ...['idempotency_key', 'status', 'expiry_time', 'token_id'],
  ],
  'Record delivery': [...['status', 'channel', 'destination_masked', 'sent_at', 'answered_by', 'token_id']],
  'Revoke token': ['status', 'sealed_token', 'token_digest', 'token_id'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** Updates of the contacts table, by the store's method. */
export const CONTACT_UPDATES = {
  setConfirmed: ['email_confirmed', 'topic_arn'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** How partition keys of the limits table begin, by what their items are. */
export const LIMIT_SUBJECTS = {
  claims: 'idempotency#',
  guesses: 'guesses#',
  optOuts: 'opt-out#',
  prefixes: 'prefix#',
  sends: 'sends',
  spend: 'spend',
} as const;
