import { describe, expect, it } from '@jest/globals';
import { LIVE, NONE } from '../../../../handlers/domain/cognito/challenge-note.ts';
import type { ChallengeRequest } from '../../../../handlers/domain/cognito/create-challenge.ts';
import { createChallenge } from '../../../../handlers/domain/cognito/create-challenge.ts';
import type { PoolUser } from '../../../../handlers/domain/cognito/pool-user.ts';
import { ADA, OPTIONS, SENT, scene, TOKEN_ID, wrongAnswer } from './sign-in.ts';

const NOBODYS = '00000000-0000-4000-8000-000000000000';
const request = (more: Partial<ChallengeRequest> = {}): ChallengeRequest => ({
  user: ADA,
  userPoolId: 'eu-central-1_Ab12Cd34E',
  clientId: '1example23456789',
  session: [],
  wantsResend: false,
  ...more,
});
const refused = (code: string, retryAfterSeconds?: number) => ({
  kind: 'refused' as const,
  code,
  retryAfterSeconds,
});

describe('the first challenge of a sign-in', () => {
  it('sends a code to the verified number, and tells the app where it went', async () => {
    const { ports, calls } = scene([SENT]);
    expect(await createChallenge(request(), OPTIONS, ports)).toEqual({
      publicParameters: {
        status: 'sent',
        channel: 'sms',
        destination: '+1••••••0143',
        expires_at: '2026-03-14T09:31:53.000Z',
        resend_after: '2026-03-14T09:27:24.021Z',
        answers_remaining: '5',
      },
      privateParameters: { token_id: TOKEN_ID },
      note: TOKEN_ID,
      outcome: 'sent',
    });
    expect(calls.map((call) => call.request)).toEqual([
      { userId: '1f2e', purpose: 'login', phoneNumber: '+12025550143', channels: undefined, locale: 'de-DE' },
    ]);
  });

  it('leaves the number to the enrolled contact if that is configured', async () => {
    const { ports, calls } = scene([SENT]);
    const user: PoolUser = { id: '1f2e' };
    await createChallenge(
      request({ user }),
      { ...OPTIONS, numberFrom: 'contact', channels: ['sms', 'email'] },
      ports,
    );
    expect(calls[0]?.request).toMatchObject({ phoneNumber: undefined, channels: ['sms', 'email'] });
  });

  it('sends nothing to a number that is not verified', async () => {
    const { ports, calls } = scene([SENT]);
    const challenge = await createChallenge(request({ user: { id: '1f2e' } }), OPTIONS, ports);
    expect(challenge).toMatchObject({ publicParameters: { status: 'refused', code: 'no_destination' } });
    expect(challenge.privateParameters).toEqual({ token_id: NOBODYS });
    expect(calls).toEqual([]);
  });

  it('says why nothing was sent, and accepts no other code', async () => {
    const { ports } = scene([refused('rate_limited', 240)]);
    expect(await createChallenge(request(), OPTIONS, ports)).toEqual({
      publicParameters: {
        status: 'refused',
        code: 'rate_limited',
        retry_after: '240',
        answers_remaining: '5',
      },
      privateParameters: { token_id: NOBODYS },
      note: NONE,
      outcome: 'rate_limited',
    });
  });

  it.each([
    ['resend_too_soon', 'sent_before'],
    ['superseded', 'sent_before'],
    ['request_in_progress', 'unknown'],
    ['service_unavailable', 'unknown'],
    ['internal_error', 'unknown'],
  ])('takes %s for a code that was sent, whichever id it has', async (code, status) => {
    const { ports } = scene([refused(code)]);
    const challenge = await createChallenge(request(), OPTIONS, ports);
    expect(challenge).toMatchObject({ publicParameters: { status }, note: LIVE });
    expect(challenge.privateParameters).toEqual({ token_id: LIVE });
  });

  it('has a private parameter whatever happened, or Cognito would end the sign-in', async () => {
    const outcomes = [
      SENT,
      refused('resend_too_soon'),
      refused('rate_limited'),
      { kind: 'no answer' } as const,
    ];
    for (const outcome of outcomes) {
      const { privateParameters } = await createChallenge(request(), OPTIONS, scene([outcome]).ports);
      expect(Object.keys(privateParameters)).toEqual(['token_id']);
      expect(privateParameters.token_id).not.toBe('');
    }
  });

  it('has notes of one length, because the app sees how long the sealed session is', () => {
    expect([LIVE, NONE].map(({ length }) => length)).toEqual([TOKEN_ID.length, TOKEN_ID.length]);
  });

  it('says that an outcome is unknown, and accepts the code if it arrives', async () => {
    const { ports } = scene([{ kind: 'no answer' }]);
    const challenge = await createChallenge(request(), OPTIONS, ports);
    expect(challenge.publicParameters).toEqual({ status: 'unknown', answers_remaining: '5' });
    expect(challenge.privateParameters).toEqual({ token_id: LIVE });
  });
});

describe("Cognito's second and third call for one challenge", () => {
  it('have the key of the first, also for another instance of the function', async () => {
    const { ports, calls, later } = scene([SENT]);
    await createChallenge(request(), OPTIONS, ports);
    later(4_900);
    await createChallenge(request(), OPTIONS, ports);
    expect(calls[0]?.key).toMatch(/^[0-9a-f]{64}$/);
    expect(calls[1]?.key).toBe(calls[0]?.key);
  });

  it('find, in the next 15 seconds, that the code was sent a moment ago', async () => {
    const { ports, calls, later } = scene([SENT, refused('resend_too_soon', 27)]);
    // Two seconds before the edge: the tests' clock starts five seconds before one.
    later(3_000);
    await createChallenge(request(), OPTIONS, ports);
    later(4_900);
    const second = await createChallenge(request(), OPTIONS, ports);
    expect(calls[1]?.key).not.toBe(calls[0]?.key);
    expect(second).toMatchObject({ publicParameters: { status: 'sent_before' }, note: LIVE });
  });

  it('wait for the answer to the first, but not longer than Cognito does', async () => {
    const { ports, calls, tookMs } = scene([refused('request_in_progress'), SENT]);
    expect(await createChallenge(request(), OPTIONS, ports)).toMatchObject({ note: TOKEN_ID });
    expect(calls).toHaveLength(2);
    expect(tookMs()).toBe(400);

    const endless = scene([refused('request_in_progress')]);
    await createChallenge(request(), OPTIONS, endless.ports);
    expect(endless.tookMs()).toBeLessThanOrEqual(4_000);
  });

  it('do not share it with other people, apps, pools, challenges or later sign-ins', async () => {
    const { ports, calls, later } = scene([SENT]);
    const resend = { session: [wrongAnswer(TOKEN_ID)], wantsResend: true };
    const others = [{}, { user: { ...ADA, id: '2' } }, { clientId: '2' }, { userPoolId: '2' }, resend];
    for (const other of others) {
      await createChallenge(request(other), OPTIONS, ports);
    }
    later(15_000);
    await createChallenge(request(), OPTIONS, ports);
    expect(new Set(calls.map(({ key }) => key)).size).toBe(6);
  });
});

describe('the challenge after a wrong answer', () => {
  it('is for the same code, and sends nothing', async () => {
    const { ports, calls } = scene([SENT]);
    const session = [wrongAnswer(TOKEN_ID), wrongAnswer(TOKEN_ID)];
    expect(await createChallenge(request({ session }), OPTIONS, ports)).toEqual({
      publicParameters: { status: 'wrong_code', answers_remaining: '3' },
      privateParameters: { token_id: TOKEN_ID },
      note: TOKEN_ID,
      outcome: 'wrong_code',
    });
    expect(calls).toEqual([]);
  });

  it('sends a code again if the person asks for it', async () => {
    const { ports, calls } = scene([SENT]);
    const session = [wrongAnswer(TOKEN_ID)];
    await createChallenge(request({ session, wantsResend: true }), OPTIONS, ports);
    expect(calls).toHaveLength(1);
  });

  it('keeps the code that was sent if another message is refused', async () => {
    const { ports } = scene([refused('rate_limited', 60)]);
    const session = [wrongAnswer(TOKEN_ID)];
    expect(await createChallenge(request({ session, wantsResend: true }), OPTIONS, ports)).toMatchObject({
      publicParameters: { status: 'refused', code: 'rate_limited' },
      privateParameters: { token_id: TOKEN_ID },
    });
  });

  it('tries again where nothing was sent before', async () => {
    const { ports } = scene([SENT]);
    const session = [wrongAnswer(NONE)];
    expect(await createChallenge(request({ session }), OPTIONS, ports)).toMatchObject({ note: TOKEN_ID });
  });
});

describe('a passwordless sign-in', () => {
  const passwordless = { ...OPTIONS, passwordless: true };
  const seen = async (user: PoolUser | undefined, outcome: (typeof SENT)[], more = {}, tookMs = 700) => {
    const { ports, tookMs: took } = scene(outcome, tookMs);
    const { publicParameters } = await createChallenge(request({ user, ...more }), passwordless, ports);
    return { publicParameters, tookMs: took() };
  };
  const again = { session: [wrongAnswer(TOKEN_ID)] };
  const unsent = { session: [wrongAnswer(NONE)] };

  it('tells known and unknown users the same, at the same moment', async () => {
    const first = { publicParameters: { status: 'requested', answers_remaining: '5' }, tookMs: 3_000 };
    const second = { publicParameters: { status: 'wrong_code', answers_remaining: '4' }, tookMs: 3_000 };
    for (const outcome of [SENT, refused('rate_limited', 240), { kind: 'no answer' } as const]) {
      expect(await seen(ADA, [outcome])).toEqual(first);
    }
    expect(await seen({ id: '1f2e' }, [SENT])).toEqual(first);
    expect(await seen(undefined, [SENT])).toEqual(first);
    for (const user of [ADA, undefined]) {
      expect(await seen(user, [SENT], again)).toEqual(second);
      expect(await seen(user, [SENT], unsent)).toEqual(second);
    }
  });

  it('sends nothing to an unknown user, whose challenge no code answers', async () => {
    const { ports, calls } = scene([SENT]);
    const challenge = await createChallenge(request({ user: undefined }), passwordless, ports);
    expect(calls).toEqual([]);
    expect(challenge.privateParameters).toEqual({ token_id: NOBODYS });
    expect(challenge.outcome).toBe('unknown user');
  });

  it('waits for the API no longer than until that moment', async () => {
    const { ports, calls } = scene([SENT]);
    const startMs = ports.now();
    await createChallenge(request(), passwordless, ports);
    expect(calls[0]?.untilMs).toBe(startMs + 3_000);
  });
});
