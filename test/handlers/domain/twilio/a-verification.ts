/** A verification that is pending, as it is stored. */
import type { TokenKey, TokenRecord } from '../../../../handlers/domain/token/token-store.ts';

export const aVerification = (key: TokenKey): TokenRecord => ({
  ...key,
  token_id: '0b4f6c1e-5f0a-4c3b-9d57-3f3f0a7c1a11',
  secret_version: 'v1',
  status: 'sent',
  channel: 'sms',
  destination_masked: '+1••••••0143',
  issued_at: '2026-03-14T00:00:00.000Z',
  expiry_time: 1_800_000_000,
  attempts: 0,
  max_attempts: 5,
  execution_arn: '',
  client_id: key.client_group ?? '',
  list_shard: 0,
  format: 'numeric',
  length: 6,
  sends: 1,
  last_sent_at: '2026-03-14T00:00:00.000Z',
});
