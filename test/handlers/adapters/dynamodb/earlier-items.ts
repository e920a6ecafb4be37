/**
 * Items as earlier versions wrote them, byte for byte. They stay here unchanged: tables hold them for years, and a
 * deployment replaces the functions while tokens are on their way. A version that writes another shape adds its
 * own.
 */
import type { AttributeValue } from '@aws-sdk/client-dynamodb';

type Item = Record<string, AttributeValue>;

/** Of the deployment that wrote them. */
export const VERSION = 'version-1';
export const SECRET = 'a secret of an earlier deployment';

export const NUMBER = '+919876543210';
export const CODE = '424242';

/** Live until 22 November 2026, 10:05:00 UTC. */
export const TOKENS: Readonly<Record<string, Item>> = {
  'before the first release, without the channels that it was handed to': {
    user_id: { S: 'ada.lovelace' },
    slot: { S: 'auth-system#login' },
    token_id: { S: '0b4f6c1e-5f0a-4c3b-9d57-3f3f0a7c1a11' },
    sealed_token: { S: 'BwcHBwcHBwcHBwcHq0gTI2o89EajIBQx0gIgB3dskZEcQw' },
    token_digest: { S: 'XtiOPs-XF2BmK2nW63w_TrWnNjgQ5EPFhgHIbko9PTc' },
    secret_version: { S: VERSION },
    status: { S: 'sent' },
    channel: { S: 'sms' },
    destination_masked: { S: '+91••••••3210' },
    issued_at: { S: '2026-11-22T10:00:00.000Z' },
    expiry_time: { N: '1795341900' },
    attempts: { N: '0' },
    max_attempts: { N: '5' },
    execution_arn: { S: 'arn:aws:states:eu-west-1:000000000000:express:m:n:u' },
    client_id: { S: 'auth-system' },
    list_shard: { N: '3' },
    format: { S: 'numeric' },
    length: { N: '6' },
    sends: { N: '1' },
    last_sent_at: { S: '2026-11-22T10:00:00.000Z' },
  },
  '1.0.0': {
    user_id: { S: 'ada.lovelace' },
    slot: { S: 'auth-system#login' },
    token_id: { S: '0b4f6c1e-5f0a-4c3b-9d57-3f3f0a7c1a11' },
    sealed_token: { S: 'BwcHBwcHBwcHBwcHq0gTI2o89EajIBQx0gIgB3dskZEcQw' },
    token_digest: { S: 'XtiOPs-XF2BmK2nW63w_TrWnNjgQ5EPFhgHIbko9PTc' },
    secret_version: { S: VERSION },
    status: { S: 'sent' },
    channel: { S: 'sms' },
    channels: { SS: ['sms'] },
    destination_masked: { S: '+91••••••3210' },
    destination_digest: { S: 'qOVFXcdeSNLw0322kjHGBgbRw46aDzTYreyLX7LFZ9Q' },
    issued_at: { S: '2026-11-22T10:00:00.000Z' },
    expiry_time: { N: '1795341900' },
    attempts: { N: '0' },
    max_attempts: { N: '5' },
    execution_arn: { S: 'arn:aws:states:eu-west-1:000000000000:express:m:n:u' },
    client_id: { S: 'auth-system' },
    list_shard: { N: '3' },
    locale: { S: 'en' },
    format: { S: 'numeric' },
    length: { N: '6' },
    sends: { N: '1' },
    last_sent_at: { S: '2026-11-22T10:00:00.000Z' },
  },
};

export const CONTACTS: Readonly<Record<string, Item>> = {
  'before addresses were sealed': {
    user_id: { S: 'ada.lovelace' },
    phone_number: { S: NUMBER },
    email: { S: 'ada@example.com' },
    topic_arn: { S: 'arn:aws:sns:eu-west-1:000000000000:TokenCourier-contact-1' },
    email_confirmed: { BOOL: true },
  },
  '1.0.0': {
    user_id: { S: 'ada.lovelace' },
    sealed_addresses: {
      S: 'BwcHBwcHBwcHBwcHs1w71i6sCurbxb_L58_ohTtNcgHuM1k6IPOWv8b56f57J6TreRFDbN7Wm-9a0l2_WFa6sDb9xyGHRDNZN0eeopivl9I_s3wzL2s',
    },
    topic_arn: { S: 'arn:aws:sns:eu-west-1:000000000000:TokenCourier-contact-1' },
    email_confirmed: { BOOL: true },
    confirmation_sent_at: { S: '2026-11-22T09:00:00.000Z' },
  },
};

/** Of the number. */
export const OPT_OUTS: Readonly<Record<string, Item>> = {
  'before reasons were kept': {
    subject: { S: 'opt-out#sOW9EyOv8xUmlE-S-O3f86pAavCiNvTNXJrVb4enUuI' },
    window: { S: '-' },
  },
};

/** Three messages of ten minutes, which end at 10:10:00 UTC. */
export const COUNTERS: Readonly<Record<string, Item>> = {
  '1.0.0': {
    subject: { S: 'sends:person#login#ada.lovelace' },
    window: { S: 'counts' },
    '600#1795341600': { N: '3' },
    mAbCdEfGhIjKl: { S: 'AbCdEfGhIjKl#1795341600' },
    expiry_time: { N: '1795342262' },
  },
};

/**
 * What version 1.0.0 needs to find in a token, with the types that it reads. Later versions may write more, and must
 * go on writing this: a rollback leaves 1.0.0 with their items.
 */
export const NEEDED_BY_1_0_0: Readonly<Record<string, 'S' | 'N' | 'SS'>> = {
  user_id: 'S',
  slot: 'S',
  token_id: 'S',
  sealed_token: 'S',
  token_digest: 'S',
  secret_version: 'S',
  status: 'S',
  channel: 'S',
  channels: 'SS',
  destination_masked: 'S',
  issued_at: 'S',
  expiry_time: 'N',
  attempts: 'N',
  max_attempts: 'N',
  execution_arn: 'S',
  client_id: 'S',
  list_shard: 'N',
  format: 'S',
  length: 'N',
  sends: 'N',
  last_sent_at: 'S',
};
