/** A refused text whose code is sent by SES, which reports on the email in turn. */
import { describe, expect, it } from '@jest/globals';
import { systemRandomness } from '../../../handlers/adapters/system-randomness.ts';
import type { InsteadPorts } from '../../../handlers/channels/mail-instead.ts';
import { mailInstead } from '../../../handlers/channels/mail-instead.ts';
import type { MessageRecord } from '../../../handlers/domain/delivering/message-store.ts';
import { sealOtherLeg } from '../../../handlers/domain/delivering/other-leg.ts';
import { StoreUnavailable } from '../../../handlers/domain/errors.ts';
import { deriveKeys, sealToken } from '../../../handlers/domain/token/seal-token.ts';
import { anEmailLeg, aToken, fixedKeys, NOW_MS, NOW_SECONDS, TOKEN_ID } from '../fixtures.ts';

const keys = deriveKeys('v1', 'a secret');
const LEG = anEmailLeg({ address: 'ada@example.com' });
const MESSAGE: MessageRecord = {
  ...{ user_id: 'premjeet.sahu', purpose: 'login', client_group: 'auth-system', user_ref: 'ref' },
  ...{ token_id: TOKEN_ID, sends: 1, channel: 'sms' },
  other_leg: sealOtherLeg({ leg: LEG, locale: 'en', context_shown: '' }, TOKEN_ID, keys, systemRandomness),
};

function setUp({ store }: { store?: NonNullable<InsteadPorts['messageNotes']>['store'] } = {}) {
  const happened: unknown[] = [];
  const token = aToken({ status: 'sent', expiry_time: NOW_SECONDS + 200 });
  const sealed = { ...token, sealed_token: sealToken('123456', token, keys, systemRandomness) };
  const ports: InsteadPorts = {
    keys: fixedKeys(keys),
    now: () => NOW_MS,
    wait: async () => undefined,
    brand: 'Acme',
    messages: {},
    resendAfterSeconds: 30,
    claims: { keepAnswer: async () => undefined },
    tokens: {
      get: async () => sealed,
      noteHandOver: async (_, { channel }) => happened.push(['handed over', channel]) > 0,
      recordInstead: async (_, { message_id }) => void happened.push(['recorded', message_id]),
    },
    emails: {
      async send(address, { text }) {
        happened.push(['sent', address, text.slice(0, 6)]);
        return { messageId: 'ses-1' };
      },
    },
    messageNotes: {
      store: store ?? { note: async (id, message) => void happened.push(['noted', id, message]) },
      within: async (work) => void (await work),
    },
    onUnnoted: (error) => void happened.push(['not noted', error]),
  };
  return { happened, ports };
}

describe('an email that replaces a refused text', () => {
  it('is noted under its own id once the token names it, and can be replaced by nothing', async () => {
    const { happened, ports } = setUp();
    expect(await mailInstead(MESSAGE, ports)).toEqual({ outcome: 'sent', messageId: 'ses-1' });
    const { other_leg: _, ...message } = MESSAGE;
    expect(happened).toEqual([
      ['handed over', 'email'],
      ['sent', 'ada@example.com', '123456'],
      ['recorded', 'ses-1'],
      ['noted', 'ses-1', { ...message, channel: 'email' }],
    ]);
  });

  it('is sent all the same when it cannot be noted', async () => {
    const { happened, ports } = setUp({ store: { note: () => Promise.reject(new StoreUnavailable()) } });
    expect(await mailInstead(MESSAGE, ports)).toMatchObject({ outcome: 'sent' });
    expect(happened.at(-1)).toEqual(['not noted', new StoreUnavailable()]);
  });
});
