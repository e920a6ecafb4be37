/** A refused text whose code is sent by SES, which reports on the email in turn. */
import { describe, expect, it } from '@jest/globals';
import { systemRandomness } from '../../../handlers/adapters/system-randomness.ts';
import type { InsteadPorts } from '../../../handlers/channels/mail-instead.ts';
import { mailInstead } from '../../../handlers/channels/mail-instead.ts';
import type { MessageRecord } from '../../../handlers/domain/delivering/message-store.ts';
import { sealOtherLeg } from '../../../handlers/domain/delivering/other-leg.ts';
import { DeliveryRefused, DeliveryUnavailable, StoreUnavailable } from '../../../handlers/domain/errors.ts';
import { deriveKeys, sealToken } from '../../../handlers/domain/token/seal-token.ts';
import type { TokenRecord } from '../../../handlers/domain/token/token-store.ts';
import {
  anEmailLeg,
  aToken,
  fixedKeys,
  NOW_MS,
  NOW_SECONDS,
  optOutsInMemory,
  TOKEN_ID,
} from '../fixtures.ts';

const keys = deriveKeys('v1', 'a secret');
const OPT_OUT = 'opt-out#digest';
const LEG = anEmailLeg({ address: 'ada@example.com', opt_outs: [OPT_OUT] });
const MESSAGE: MessageRecord = {
  ...{ user_id: 'premjeet.sahu', purpose: 'login', client_group: 'auth-system', user_ref: 'ref' },
  ...{ token_id: TOKEN_ID, sends: 1, channel: 'sms' },
  other_leg: sealOtherLeg({ leg: LEG, locale: 'en', context_shown: '' }, TOKEN_ID, keys, systemRandomness),
};
/** The state machine has recorded the text. */
const RECORDED = { status: 'sent', answered_by: 'u', sent_at: '2026-11-22T10:00:01.000Z' } as const;

interface Scene {
  readonly store?: NonNullable<InsteadPorts['messageNotes']>['store'];
  readonly token?: Partial<TokenRecord>;
  readonly optOuts?: InsteadPorts['optOuts'];
  readonly sending?: readonly (Error | 'sent')[];
  readonly broken?: readonly string[];
  readonly isHandedOver?: boolean;
}

function setUp(scene: Scene = {}) {
  const happened: unknown[] = [];
  const token = aToken({ ...RECORDED, expiry_time: NOW_SECONDS + 200, ...scene.token });
  const sealed = { ...token, sealed_token: sealToken('123456', token, keys, systemRandomness) };
  const outcomes = [...(scene.sending ?? [])];
  let nowMs = NOW_MS;
  let attempts = 0;
  let leasedTo: string | undefined;
  const happens = async (what: string, ...details: unknown[]) => {
    if (scene.broken?.includes(what)) {
      throw new StoreUnavailable();
    }
    happened.push([what, ...details]);
  };
  const ports: InsteadPorts = {
    keys: fixedKeys(keys),
    now: () => nowMs,
    wait: async (atMostMs) => {
      nowMs += atMostMs;
    },
    newId() {
      attempts += 1;
      return `attempt ${attempts}`;
    },
    brand: 'Acme',
    messages: {},
    resendAfterSeconds: 30,
    claims: { keepAnswer: async () => undefined },
    optOuts: scene.optOuts ?? optOutsInMemory(),
    tokens: {
      get: async () => sealed,
      async handOverInstead(_, { channel, sends }) {
        await happens('handed over', channel, sends);
        return scene.isHandedOver ?? true;
      },
      takeBackInstead: (_, { channel, sends }, before) => happens('taken back', channel, sends, before),
      recordInstead: (_, { outcome, message_id }) => happens('recorded', outcome, message_id),
    },
    texts: {
      async lease(_, attempt) {
        await happens('leased', attempt);
        leasedTo ??= attempt;
        return leasedTo === attempt;
      },
      async endLease(_, attempt) {
        await happens('given back', attempt);
        leasedTo = undefined;
      },
      async forget(id) {
        await happens('forgotten', id);
        return true;
      },
    },
    emails: {
      async send(address, { text }) {
        const outcome = outcomes.length > 1 ? outcomes.shift() : outcomes[0];
        if (outcome instanceof Error) {
          throw outcome;
        }
        happened.push(['sent', address, text.slice(0, 6)]);
        return { messageId: 'ses-1' };
      },
    },
    messageNotes: {
      store: scene.store ?? { note: async (id, message) => void happened.push(['noted', id, message]) },
      within: async (work) => void (await work),
    },
    onUnnoted: (error) => void happened.push(['not noted', error]),
    onFault: (error) => void happened.push(['a fault', error]),
  };
  return { happened, ports, token };
}

const BEFORE = {
  ...{ channel: 'sms', channels: ['sms'], destination_masked: '+91••••••3210' },
  ...{ destination_digest: 'digest-of-number', earlier_destinations: '' },
};

describe('an email that replaces a refused text', () => {
  it('is noted under its own id once the token names it, and can be replaced by nothing', async () => {
    const { happened, ports } = setUp();
    expect(await mailInstead('m-1', MESSAGE, ports)).toMatchObject({
      ...{ outcome: 'sent', messageId: 'ses-1', channel: 'email' },
      leg: { masked: anEmailLeg().masked, digest: anEmailLeg().digest },
    });
    const { other_leg: _, ...message } = MESSAGE;
    expect(happened).toEqual([
      ['leased', 'attempt 1'],
      ['handed over', 'email', 1],
      ['sent', 'ada@example.com', '123456'],
      ['recorded', 'sent', 'ses-1'],
      ['forgotten', 'm-1'],
      ['noted', 'ses-1', { ...message, channel: 'email' }],
    ]);
  });

  it('is sent all the same when it cannot be noted', async () => {
    const { happened, ports } = setUp({ store: { note: () => Promise.reject(new StoreUnavailable()) } });
    expect(await mailInstead('m-1', MESSAGE, ports)).toMatchObject({ outcome: 'sent' });
    expect(happened.at(-1)).toEqual(['not noted', new StoreUnavailable()]);
  });

  it('is sent once, and the text forgotten, when the token cannot be told', async () => {
    const { happened, ports } = setUp({ broken: ['recorded'] });
    expect(await mailInstead('m-1', MESSAGE, ports)).toMatchObject({ outcome: 'sent' });
    expect(happened).toContainEqual(['a fault', new StoreUnavailable()]);
    expect(happened).toContainEqual(['forgotten', 'm-1']);
  });

  it('is not sent to an address that was opted out, bounced or complained about since', async () => {
    const { happened, ports } = setUp({ optOuts: optOutsInMemory(OPT_OUT) });
    expect(await mailInstead('m-1', MESSAGE, ports)).toBeUndefined();
    expect(happened).toEqual([['forgotten', 'm-1']]);
  });

  it.each([
    ['opt-out#mailbox', true],
    ['opt-out#spelling', false],
  ])('is sent to an address with a plus unless that itself bounced: %s', async (bounced, isSent) => {
    const leg = { ...LEG, opt_outs: ['opt-out#mailbox', 'opt-out#spelling'] };
    const other = sealOtherLeg({ leg, locale: 'en', context_shown: '' }, TOKEN_ID, keys, systemRandomness);
    const optOuts = optOutsInMemory();
    await optOuts.add(bounced, 'bounced');
    const { happened, ports } = setUp({ optOuts });
    await mailInstead('m-1', { ...MESSAGE, other_leg: other }, ports);
    expect(happened.some((each) => Array.isArray(each) && each[0] === 'sent')).toBe(isSent);
  });

  it('waits until the state machine has recorded the text, as long as it may run', async () => {
    const notYet = { answered_by: 'another' };
    const { happened, ports } = setUp({ token: notYet });
    await expect(mailInstead('m-1', MESSAGE, ports)).rejects.toThrow(DeliveryUnavailable);
    expect(happened).toEqual([]);
    const later = setUp({ token: { ...notYet, last_sent_at: '2026-11-22T09:59:30.000Z' } });
    expect(await mailInstead('m-1', MESSAGE, later.ports)).toMatchObject({ outcome: 'sent' });
  });
});

describe('an email that certainly was not sent', () => {
  const THROTTLED = new DeliveryUnavailable();

  it('leaves the token and the text as they were, and the next call sends it', async () => {
    // Tries begin within 1.5 s: five of them.
    const { happened, ports } = setUp({ sending: [...Array(5).fill(THROTTLED), 'sent'] });
    await expect(mailInstead('m-1', MESSAGE, ports)).rejects.toBe(THROTTLED);
    expect(happened).toEqual([
      ['leased', 'attempt 1'],
      ['handed over', 'email', 1],
      ['taken back', 'email', 1, BEFORE],
      ['given back', 'attempt 1'],
    ]);
    const again = { ...MESSAGE, refusal_noted: true };
    expect(await mailInstead('m-1', again, ports)).toMatchObject({ outcome: 'sent' });
    expect(happened.filter((each) => (each as string[])[0] === 'sent')).toHaveLength(1);
  });

  it('leaves a token that names the phone again, and is not tried again when it was refused', async () => {
    const { happened, ports } = setUp({ sending: [new DeliveryRefused()] });
    await expect(mailInstead('m-1', MESSAGE, ports)).rejects.toThrow(DeliveryRefused);
    expect(happened.slice(-2)).toEqual([
      ['taken back', 'email', 1, BEFORE],
      ['forgotten', 'm-1'],
    ]);
  });

  it('is refused when the code was sent again at this moment', async () => {
    const { happened, ports } = setUp({ isHandedOver: false });
    await expect(mailInstead('m-1', MESSAGE, ports)).rejects.toThrow(DeliveryRefused);
    expect(happened).not.toContainEqual(['sent', 'ada@example.com', '123456']);
    expect(happened.at(-1)).toEqual(['forgotten', 'm-1']);
  });

  it('lets no other attempt begin while the token may still name the mailbox', async () => {
    const { happened, ports } = setUp({ sending: [THROTTLED], broken: ['taken back'] });
    await expect(mailInstead('m-1', MESSAGE, ports)).rejects.toBe(THROTTLED);
    expect(happened.at(-1)).toEqual(['a fault', new StoreUnavailable()]);
    expect(happened).not.toContainEqual(['given back', 'attempt 1']);
  });
});

describe('an email of which it is unknown whether it was sent', () => {
  it('is not sent again', async () => {
    const lost = new DeliveryUnavailable({ isOutcomeUnknown: true });
    const { happened, ports } = setUp({ sending: [lost, lost] });
    expect(await mailInstead('m-1', MESSAGE, ports)).toMatchObject({ outcome: 'unknown' });
    expect(happened.slice(-2)).toEqual([
      ['recorded', 'unknown', ''],
      ['forgotten', 'm-1'],
    ]);
  });

  it('is left to an attempt that has begun, and counts as unknown once that must have ended', async () => {
    const running = setUp();
    const leased = { ...MESSAGE, refusal_noted: true, attempt: 'another' };
    expect(
      await mailInstead('m-1', { ...leased, leased_until: NOW_SECONDS + 1 }, running.ports),
    ).toBeUndefined();
    expect(running.happened).toEqual([]);
    const ended = setUp();
    expect(await mailInstead('m-1', { ...leased, leased_until: NOW_SECONDS }, ended.ports)).toMatchObject({
      outcome: 'unknown',
    });
    expect(ended.happened).toEqual([
      ['recorded', 'unknown', ''],
      ['forgotten', 'm-1'],
    ]);
  });

  it('is sent by one of two runs that begin together', async () => {
    const { happened, ports } = setUp();
    const sent = await Promise.all([mailInstead('m-1', MESSAGE, ports), mailInstead('m-1', MESSAGE, ports)]);
    expect(sent.filter((each) => each !== undefined)).toHaveLength(1);
    expect(happened.filter((each) => (each as string[])[0] === 'sent')).toHaveLength(1);
  });
});
