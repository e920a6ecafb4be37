/**
 * Calls as Supabase Auth makes them, after its source at bc32168 (internal/hooks/v0hooks/v0hooks.go,
 * internal/models/user.go): members and their order are theirs, values are made up. Signed by Standard Webhooks' own
 * package, as Supabase signs by the same project's package for Go.
 */
import { Webhook } from 'standardwebhooks';
import type { HookCall } from '../../../../handlers/domain/integrations/hook.ts';

export const NOW_MS = Date.UTC(2026, 2, 14, 9, 27, 31);
export const SECRET = 'v1,whsec_dG9rZW4tY291cmllci10ZXN0LXZlY3Rvci1rZXktMDE=';
export const OTHER_SECRET = 'v1,whsec_c29tZWJvZHktZWxzZXMtc2VjcmV0LW9mLTMwLWJ5dGVz';

const METADATA = {
  uuid: '8d2c6c1e-0f5b-4f3e-9a8e-0b3f7a1c2d3e',
  time: '2026-03-14T09:27:31.004Z',
  ip_address: '203.0.113.7',
};

export const USER = {
  id: '5f1c2f8e-7a56-4a3e-9d1b-2f3e4d5c6b7a',
  aud: 'authenticated',
  role: 'authenticated',
  email: '',
  phone: '12025550143',
  app_metadata: { provider: 'phone', providers: ['phone'] },
  user_metadata: { locale: 'de' } as unknown,
  identities: [],
  created_at: '2026-03-14T09:20:00Z',
  updated_at: '2026-03-14T09:27:30Z',
  is_anonymous: false,
};

export const smsBody = (sms: object, user: object = {}): string =>
  JSON.stringify({
    metadata: { ...METADATA, name: 'send-sms' },
    user: { ...USER, ...user },
    sms,
  });

export const emailBody = (data: object, user: object = {}): string =>
  JSON.stringify({
    metadata: { ...METADATA, name: 'send-email' },
    user: { ...USER, email: 'ada@example.com', phone: '', ...user },
    email_data: {
      token: '',
      token_hash: 'pkce_0f5b4f3e9a8e0b3f7a1c2d3e',
      redirect_to: 'https://app.example.com/welcome',
      email_action_type: 'magiclink',
      site_url: 'https://project.supabase.co/auth/v1',
      token_new: '',
      token_hash_new: '',
      old_email: '',
      old_phone: '',
      provider: '',
      factor_type: '',
      ...data,
    },
  });

interface Signing {
  readonly secrets?: readonly string[];
  readonly id?: string;
  readonly atMs?: number;
  readonly nowMs?: number;
}

/** With several secrets, as Supabase joins their signatures. */
export function signed(
  rawBody: string,
  {
    secrets = [SECRET],
    id = '0b6a1c2e-5f0e-4d4b-9a51-6d0d6a3f1e77',
    atMs = NOW_MS,
    nowMs = NOW_MS,
  }: Signing = {},
): HookCall {
  const signatures = secrets.map((secret) =>
    new Webhook(secret.replace('v1,', '')).sign(id, new Date(atMs), rawBody),
  );
  return {
    headers: {
      'content-type': 'application/json',
      'accept-encoding': 'identity',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(atMs / 1000)),
      'webhook-signature': signatures.join(', '),
    },
    rawBody,
    nowMs,
  };
}
