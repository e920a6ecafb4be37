/**
 * The attributes that each update names. The kinds of items in the limits table are in limits-table.ts.
 *
 * The roles allow exactly what the adapters write; test/infra/data/table-writes.test.ts compares the two. An
 * attribute in a condition counts like one that is changed.
 */

/** Updates of the tokens table, by the store's method or the machine's state. All of them name the key, too. */
export const TOKEN_UPDATES = {
  countAttempt: ['attempts', 'max_attempts', 'status', 'expiry_time', 'token_id', 'attempt_by'],
  settleAttempt: ['settled', 'token_id'],
  returnAttempt: ['attempts', 'token_id'],
  markUsed: [
    ...['status', 'verified_at', 'verified_by', 'sealed_token', 'token_digest'],
    ...['expiry_time', 'token_id'],
  ],
  revoke: ['status', 'sealed_token', 'token_digest', 'expiry_time', 'token_id'],
  replaceCode: [
    ...['token_id', 'sealed_token', 'token_digest', 'secret_version', 'status', 'expiry_time'],
    ...['channel', 'channels', 'destination_digest', 'destination_masked', 'earlier_destinations'],
    ...[
      'format',
      'length',
      'verbatim',
      'locale',
      'context_digest',
      'test_digest',
      'number_prefix',
      'client_id',
      'key_digest',
    ],
    ...[
      'sends',
      'last_sent_at',
      'resent_by',
      'answered_by',
      'sent_at',
      'outcome',
      'attempts',
      'max_attempts',
    ],
    ...['attempt_by', 'message_id', 'arrival', 'arrival_reason'],
  ],
  forgetResend: [
    ...['sends', 'last_sent_at', 'channel', 'channels', 'destination_digest', 'destination_masked'],
    ...['earlier_destinations', 'number_prefix', 'token_id'],
  ],
  noteHandOver: [
    ...['channel', 'channels', 'destination_digest', 'destination_masked', 'earlier_destinations'],
    ...['status', 'token_id'],
  ],
  handOverInstead: [
    ...['channel', 'channels', 'destination_digest', 'destination_masked', 'earlier_destinations'],
    ...['status', 'sends', 'token_id'],
  ],
  takeBackInstead: [
    ...['channel', 'channels', 'destination_digest', 'destination_masked', 'earlier_destinations'],
    ...['sends', 'token_id'],
  ],
  noteResend: [
    ...['sends', 'last_sent_at', 'resent_by', 'client_id', 'number_prefix', 'locale'],
    ...['key_digest', 'status', 'expiry_time', 'token_id', 'arrival', 'arrival_reason', 'channel'],
  ],
  noteArrival: ['arrival', 'arrival_reason', 'sends', 'channel', 'token_id'],
  recordInstead: ['sent_at', 'outcome', 'message_id', 'arrival', 'sends', 'token_id'],
  'Record delivery': [
    ...['status', 'channel', 'destination_masked', 'sent_at', 'outcome', 'answered_by', 'token_id'],
    'message_id',
  ],
  'Revoke token': ['status', 'sealed_token', 'token_digest', 'token_id'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** Updates of the contacts table, by the store's method. */
export const CONTACT_UPDATES = {
  setConfirmed: ['email_confirmed', 'email_unsubscribed', 'topic_asked', 'topic_arn'],
  noteConfirmationSent: [
    ...['confirmation_sent_at', 'confirm_by', 'code_digest', 'code_expires_at', 'code_tries'],
    'topic_arn',
  ],
  countTypedCode: ['code_tries', 'code_digest', 'topic_arn'],
  confirmEmail: [
    ...[
      'email_confirmed',
      'email_unsubscribed',
      'confirm_by',
      'code_digest',
      'code_expires_at',
      'code_tries',
    ],
    'topic_arn',
  ],
} as const satisfies Readonly<Record<string, readonly string[]>>;
