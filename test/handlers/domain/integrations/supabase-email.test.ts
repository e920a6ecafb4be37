import { describe, expect, it } from '@jest/globals';
import { supabaseEmail } from '../../../../handlers/domain/integrations/supabase-email.ts';
import { emailBody, signed } from './supabase-calls.ts';

const hook = supabaseEmail({ validSeconds: 3600 });
const translate = (body: string) => hook.translate(signed(body), () => 'nobody');

function sentBy(body: string) {
  const asked = translate(body);
  return asked.kind === 'deliver'
    ? asked.requests.map(({ destination, code, purpose }) => [destination, code, purpose])
    : asked;
}

describe("Supabase's Send Email hook", () => {
  it('has the code delivered, not the link', () => {
    expect(translate(emailBody({ token: '305805' }))).toEqual({
      kind: 'deliver',
      requests: [
        {
          user_id: '5f1c2f8e-7a56-4a3e-9d1b-2f3e4d5c6b7a',
          purpose: 'magiclink',
          channel: 'email',
          destination: 'ada@example.com',
          code: '305805',
          validSeconds: 3600,
          locale: 'de',
        },
      ],
    });
  });

  it.each(['signup', 'recovery', 'invite', 'email', 'reauthentication'])(
    'sends the code of %s to the address that the user has',
    (email_action_type) => {
      const body = emailBody({ token: '305805', email_action_type }, { new_email: 'new@example.com' });
      expect(sentBy(body)).toEqual([['ada@example.com', '305805', email_action_type]]);
    },
  );

  it('sends two codes for a change that both addresses confirm, each to its own', () => {
    const change = {
      email_action_type: 'email_change',
      token: '111111',
      token_new: '222222',
      token_hash: 'of-the-new',
      token_hash_new: 'of-the-present',
    };
    expect(sentBy(emailBody(change, { new_email: 'New@Example.com' }))).toEqual([
      ['ada@example.com', '111111', 'email_change'],
      ['New@example.com', '222222', 'email_change'],
    ]);
  });

  it('sends the only code of a change to the new address', () => {
    const change = { email_action_type: 'email_change', token: '222222' };
    expect(sentBy(emailBody(change, { new_email: 'new@example.com' }))).toEqual([
      ['new@example.com', '222222', 'email_change'],
    ]);
    expect(sentBy(emailBody(change, { email: '', new_email: 'new@example.com' }))).toEqual([
      ['new@example.com', '222222', 'email_change'],
    ]);
  });

  it.each([
    'password_changed_notification',
    'email_changed_notification',
    'phone_changed_notification',
    'identity_linked_notification',
    'identity_unlinked_notification',
    'mfa_factor_enrolled_notification',
    'mfa_factor_unenrolled_notification',
  ])('sends nothing for %s, which has no code', (email_action_type) => {
    expect(translate(emailBody({ email_action_type, old_email: 'old@example.com' }))).toEqual({
      kind: 'nothing',
    });
  });

  it('sends neither code of a change when one of the addresses is none', () => {
    const change = { email_action_type: 'email_change', token: '111111', token_new: '222222' };
    expect(translate(emailBody(change, { new_email: '' }))).toEqual({
      kind: 'invalid',
      errors: [{ field: 'user.new_email', rule: 'must be an email address' }],
    });
  });
});
