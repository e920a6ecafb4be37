/**
 * Names of the environment variables that the stack gives to functions.
 *
 * Shared by the constructs that set them and the runtime that reads them, so that a name cannot be
 * misspelt on one side only. Durations are seconds, prices US dollars.
 */
export const ENV = {
  brandName: 'BRAND_NAME',
  contactsTable: 'CONTACTS_TABLE',
  defaultCountry: 'DEFAULT_COUNTRY',
  listIndex: 'LIST_INDEX',
  listShards: 'LIST_SHARDS',
  maxAttempts: 'MAX_ATTEMPTS',
  resendAfterSeconds: 'RESEND_AFTER_SECONDS',
  senderId: 'SENDER_ID',
  smsMaxPriceUsd: 'SMS_MAX_PRICE_USD',
  tokenFormat: 'TOKEN_FORMAT',
  tokenLength: 'TOKEN_LENGTH',
  tokenLifetimeSeconds: 'TOKEN_LIFETIME_SECONDS',
  tokenSecretId: 'TOKEN_SECRET_ID',
  tokensTable: 'TOKENS_TABLE',
  topicKeyId: 'TOPIC_KEY_ID',
  topicPrefix: 'TOPIC_PREFIX',
  webOtpDomain: 'WEBOTP_DOMAIN',
} as const;

export type EnvName = (typeof ENV)[keyof typeof ENV];
