/**
 * Names of the environment variables that the stack gives to functions.
 *
 * Shared by the constructs that set them and the runtime that reads them, so that a name cannot be
 * misspelt on one side only. Durations are seconds, prices US dollars.
 */
export const ENV = {
  auditLogGroup: 'AUDIT_LOG_GROUP',
  brandName: 'BRAND_NAME',
  budget: 'BUDGET',
  clientGroups: 'CLIENT_GROUPS',
  confirmationLimits: 'CONFIRMATION_LIMITS',
  contactsTable: 'CONTACTS_TABLE',
  contextInMessage: 'CONTEXT_IN_MESSAGE',
  defaultCountry: 'DEFAULT_COUNTRY',
  destinationPolicy: 'DESTINATION_POLICY',
  entityId: 'ENTITY_ID',
  executionLogGroup: 'EXECUTION_LOG_GROUP',
  limitKeys: 'LIMIT_KEYS',
  limitsTable: 'LIMITS_TABLE',
  guessLimits: 'GUESS_LIMITS',
  listIndex: 'LIST_INDEX',
  listShards: 'LIST_SHARDS',
  maxAttempts: 'MAX_ATTEMPTS',
  originationNumber: 'ORIGINATION_NUMBER',
  pumpingGuard: 'PUMPING_GUARD',
  receiptIssuer: 'RECEIPT_ISSUER',
  receiptKeyId: 'RECEIPT_KEY_ID',
  receiptLifetimeSeconds: 'RECEIPT_LIFETIME_SECONDS',
  referenceSecretId: 'REFERENCE_SECRET_ID',
  resend: 'RESEND',
  resendAfterSeconds: 'RESEND_AFTER_SECONDS',
  reveal: 'REVEAL',
  sendLimits: 'SEND_LIMITS',
  senderId: 'SENDER_ID',
  /** Powertools reads it by this name too. */
  serviceName: 'POWERTOOLS_SERVICE_NAME',
  shortestLengths: 'SHORTEST_LENGTHS',
  smsMaxPriceUsd: 'SMS_MAX_PRICE_USD',
  smsPrices: 'SMS_PRICES',
  stackClients: 'STACK_CLIENTS',
  stateMachineArn: 'STATE_MACHINE_ARN',
  subjectSecretId: 'SUBJECT_SECRET_ID',
  templateId: 'TEMPLATE_ID',
  testDestinations: 'TEST_DESTINATIONS',
  tokenFormat: 'TOKEN_FORMAT',
  tokenLength: 'TOKEN_LENGTH',
  tokenLifetimeSeconds: 'TOKEN_LIFETIME_SECONDS',
  tokenSecretId: 'TOKEN_SECRET_ID',
  tokensTable: 'TOKENS_TABLE',
  topicKeyId: 'TOPIC_KEY_ID',
  topicPrefix: 'TOPIC_PREFIX',
  webOtpDomain: 'WEB_OTP_DOMAIN',
} as const;

export type EnvName = (typeof ENV)[keyof typeof ENV];

/**
 * Variables whose length the owner decides. A function's environment is limited to 4 KB in total, so these are in
 * a file of its bundle, under the same names.
 */
export const BUNDLED_VARIABLES: readonly EnvName[] = [
  ENV.budget,
  ENV.clientGroups,
  ENV.confirmationLimits,
  ENV.contextInMessage,
  ENV.destinationPolicy,
  ENV.guessLimits,
  ENV.limitKeys,
  ENV.pumpingGuard,
  ENV.sendLimits,
  ENV.shortestLengths,
  ENV.smsPrices,
  ENV.testDestinations,
];
