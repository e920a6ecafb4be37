/**
 * The triggers of a user pool, with events as Cognito sends them, on a mocked API and mocked AWS clients.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-challenge.html
 */
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { LIVE } from '../../handlers/domain/cognito/challenge-note.ts';
import { kmsInMemory } from './adapters/encryption-sdk/kms-in-memory.ts';
import { sealCode } from './adapters/encryption-sdk/seal-code.ts';
import { CONTEXT, captureLog } from './invoke.ts';

const KEY = 'arn:aws:kms:eu-central-1:000000000000:key/11111111-2222-4333-8444-555555555555';
const POOL = 'eu-central-1_Ab12Cd34E';
const TOKEN_ID = '7b0f8f0e-3f6b-4c43-9c39-3a4bfb7c3f55';
Object.assign(process.env, {
  AWS_REGION: 'eu-central-1',
  AWS_ACCESS_KEY_ID: 'local',
  AWS_SECRET_ACCESS_KEY: 'local',
  ANSWERS_PER_SIGN_IN: '3',
  CHANNELS: 'null',
  CODE_KEY_ARN: KEY,
  ISSUER_SECRET_ID: 'issuer-secret',
  NUMBER_FROM: 'attribute',
  PASSWORDLESS: 'false',
  PURPOSE: 'login',
});
const { handler: define } = await import('../../handlers/hooks/define-auth-challenge.ts');
const { handler: create } = await import('../../handlers/hooks/create-auth-challenge.ts');
const { handler: verify } = await import('../../handlers/hooks/verify-auth-challenge.ts');
const { handler: deliver } = await import('../../handlers/hooks/deliver-cognito-code.ts');

const SECRET = {
  api_url: 'https://api.example.com/api',
  token_url: 'https://auth.example.com/oauth2/token',
  client_id: 'the-client',
  client_secret: 'its-secret',
};
const ISSUED = {
  token_id: TOKEN_ID,
  channel: 'sms',
  destination: '+1••••••0143',
  status: 'sent',
  expires_at: '2026-03-14T09:31:53.000Z',
  resend_after: '2026-03-14T09:27:24.021Z',
};
const ATTRIBUTES = {
  sub: '5f1c2f8e-7a56-4a3e-9d1b-2f3e4d5c6b7a',
  'cognito:user_status': 'CONFIRMED',
  phone_number_verified: 'true',
  phone_number: '+12025550143',
};
const common = {
  version: '1',
  region: 'eu-central-1',
  userPoolId: POOL,
  userName: 'ada',
  callerContext: { awsSdkVersion: 'aws-sdk-unknown-unknown', clientId: '1example23456789' },
};
const SESSION = [
  { challengeName: 'SRP_A', challengeResult: true, challengeMetadata: null },
  { challengeName: 'PASSWORD_VERIFIER', challengeResult: true, challengeMetadata: null },
];

const secrets = mockClient(SecretsManagerClient);
const answers: Record<string, () => Response> = {};
let kms: ReturnType<typeof kmsInMemory>;
let silence: ReturnType<typeof captureLog>;

beforeEach(() => {
  kms = kmsInMemory();
  silence = captureLog();
  secrets.on(GetSecretValueCommand).resolves({ SecretString: JSON.stringify(SECRET) });
  answers[SECRET.token_url] = () => Response.json({ access_token: 'the-access-token', expires_in: 3600 });
  answers[`${SECRET.api_url}/tokens`] = () => Response.json(ISSUED, { status: 201 });
  answers[`${SECRET.api_url}/tokens/verify`] = () => Response.json({ verified: true });
  answers[`${SECRET.api_url}/deliveries`] = () => Response.json({ status: 'sent' }, { status: 201 });
  jest
    .spyOn(globalThis, 'fetch')
    .mockImplementation(async (url) => (answers[String(url)] as () => Response)());
});
afterEach(() => {
  silence.stop();
  kms.restore();
  jest.restoreAllMocks();
});

const apiCalls = () =>
  jest
    .mocked(fetch)
    .mock.calls.filter(([url]) => url !== SECRET.token_url)
    .map(([url, { body, headers } = {}]) => ({
      url: String(url),
      key: new Headers(headers).get('idempotency-key'),
      body: JSON.parse(String(body)),
    }));

const call = <Answer>(handler: (event: never, context: typeof CONTEXT) => Promise<Answer>, event: object) =>
  handler(event as never, CONTEXT);

const defineEvent = (session: object[], more = {}) => ({
  ...common,
  triggerSource: 'DefineAuthChallenge_Authentication',
  request: { userAttributes: ATTRIBUTES, session, ...more },
  response: { challengeName: null, issueTokens: null, failAuthentication: null },
});
const createEvent = (more = {}) => ({
  ...common,
  triggerSource: 'CreateAuthChallenge_Authentication',
  request: { userAttributes: ATTRIBUTES, challengeName: 'CUSTOM_CHALLENGE', session: SESSION, ...more },
  response: { publicChallengeParameters: null, privateChallengeParameters: null, challengeMetadata: null },
});
const verifyEvent = (more = {}) => ({
  ...common,
  triggerSource: 'VerifyAuthChallengeResponse_Authentication',
  request: {
    userAttributes: ATTRIBUTES,
    privateChallengeParameters: { token_id: TOKEN_ID },
    challengeAnswer: '123456',
    ...more,
  },
  response: { answerCorrect: null },
});
const senderEvent = (code: string | null, more = {}) => ({
  ...common,
  triggerSource: 'CustomSMSSender_SignUp',
  request: {
    type: 'customSMSSenderRequestV1',
    code,
    clientMetadata: { locale: 'de' },
    userAttributes: ATTRIBUTES,
    ...more,
  },
});

describe('define auth challenge', () => {
  it('answers with the event and what comes next', async () => {
    const event = defineEvent(SESSION);
    expect(await call(define, event)).toEqual({
      ...event,
      response: { challengeName: 'CUSTOM_CHALLENGE', issueTokens: false, failAuthentication: false },
    });
  });

  it('issues tokens after the right code, and fails otherwise', async () => {
    const right = { challengeName: 'CUSTOM_CHALLENGE', challengeResult: true, challengeMetadata: TOKEN_ID };
    const signedIn = await call(define, defineEvent([...SESSION, right]));
    expect(signedIn).toMatchObject({ response: { issueTokens: true, failAuthentication: false } });
    const skipped = await call(define, defineEvent([right]));
    expect(skipped).toMatchObject({ response: { issueTokens: false, failAuthentication: true } });
  });
});

describe('create auth challenge', () => {
  it('sends a code, and keeps only the id of its token', async () => {
    const event = createEvent();
    expect(await call(create, event)).toEqual({
      ...event,
      response: {
        publicChallengeParameters: {
          status: 'sent',
          channel: 'sms',
          destination: '+1••••••0143',
          expires_at: '2026-03-14T09:31:53.000Z',
          resend_after: '2026-03-14T09:27:24.021Z',
          answers_remaining: '3',
        },
        privateChallengeParameters: { token_id: TOKEN_ID },
        challengeMetadata: TOKEN_ID,
      },
    });
    expect(apiCalls()).toMatchObject([
      {
        url: 'https://api.example.com/api/tokens',
        body: { user_id: ATTRIBUTES.sub, purpose: 'login', phone_number: '+12025550143' },
      },
    ]);
  });

  it('sends none for the next challenge of the same sign-in, unless it is asked to', async () => {
    const wrong = { challengeName: 'CUSTOM_CHALLENGE', challengeResult: false, challengeMetadata: TOKEN_ID };
    const session = [...SESSION, wrong];
    const next = await call(create, createEvent({ session }));
    expect(next.response.privateChallengeParameters).toEqual({ token_id: TOKEN_ID });
    expect(apiCalls()).toEqual([]);
    await call(create, createEvent({ session, clientMetadata: { action: 'resend' } }));
    expect(apiCalls()).toHaveLength(1);
  });

  it('sends none for a user that does not exist', async () => {
    await call(create, createEvent({ userAttributes: {}, session: [], userNotFound: true }));
    await call(create, createEvent({ session: [], userNotFound: true }));
    await call(create, createEvent({ userAttributes: null, session: [], userNotFound: true }));
    expect(apiCalls()).toEqual([]);
  });

  it('sends none to a number that is not verified', async () => {
    const userAttributes = { ...ATTRIBUTES, phone_number_verified: 'false' };
    const { response } = await call(create, createEvent({ userAttributes }));
    expect(response.publicChallengeParameters).toMatchObject({ status: 'refused', code: 'no_destination' });
    expect(apiCalls()).toEqual([]);
  });

  it('takes a number that an administrator marked as verified in capitals', async () => {
    await call(create, createEvent({ userAttributes: { ...ATTRIBUTES, phone_number_verified: 'True' } }));
    expect(apiCalls()).toHaveLength(1);
  });

  it('ignores a locale that is none', async () => {
    for (const [locale, sent] of [
      ['de_DE', 'de-DE'],
      ['my own language!', undefined],
    ]) {
      await call(create, createEvent({ userAttributes: { ...ATTRIBUTES, locale } }));
      expect(apiCalls().at(-1)?.body.locale).toBe(sent);
    }
  });
});

describe('verify auth challenge response', () => {
  it('tells Cognito whether the code is right', async () => {
    const event = verifyEvent();
    expect(await call(verify, event)).toEqual({ ...event, response: { answerCorrect: true } });
    expect(apiCalls()).toEqual([
      {
        url: 'https://api.example.com/api/tokens/verify',
        key: 'invocation',
        body: {
          user_id: ATTRIBUTES.sub,
          purpose: 'login',
          token: '123456',
          token_id: TOKEN_ID,
          phone_number: '+12025550143',
        },
      },
    ]);
    answers[`${SECRET.api_url}/tokens/verify`] = () => Response.json({ verified: false, reason: 'mismatch' });
    expect(await call(verify, verifyEvent())).toMatchObject({ response: { answerCorrect: false } });
  });

  it('takes the live code where create could not learn its id', async () => {
    answers[`${SECRET.api_url}/tokens`] = () =>
      Response.json({ code: 'resend_too_soon', retry_after: 20 }, { status: 429 });
    const { response } = await call(create, createEvent());
    expect(response.publicChallengeParameters).toMatchObject({ status: 'sent_before', retry_after: '20' });
    const { privateChallengeParameters } = response;
    await call(verify, verifyEvent({ privateChallengeParameters }));
    expect(apiCalls().at(-1)).toMatchObject({ url: `${SECRET.api_url}/tokens/verify` });
    expect(apiCalls().at(-1)?.body).not.toHaveProperty('token_id');
    expect(silence.stop()).not.toContain(LIVE);
  });

  it('logs no id of a token that never was', async () => {
    answers[`${SECRET.api_url}/tokens`] = () =>
      Response.json({ code: 'rate_limited', retry_after: 20 }, { status: 429 });
    const { response } = await call(create, createEvent());
    const written = silence.stop();
    expect(written).toContain('rate_limited');
    expect(response.privateChallengeParameters.token_id).toHaveLength(36);
    expect(written).not.toContain(response.privateChallengeParameters.token_id);
  });

  it('says in plain words that it could not check', async () => {
    answers[`${SECRET.api_url}/tokens/verify`] = () =>
      Response.json({ code: 'internal_error' }, { status: 500 });
    await expect(call(verify, verifyEvent())).rejects.toThrow('The code could not be checked');
  });
});

describe('a custom sender', () => {
  const sealed = () => sealCode('042137', { keyArn: KEY, userPoolId: POOL });

  it('delivers the code that Cognito encrypted, and answers nothing', async () => {
    expect(await call(deliver, senderEvent(await sealed()))).toBeUndefined();
    expect(apiCalls()).toMatchObject([
      {
        url: 'https://api.example.com/api/deliveries',
        body: {
          user_id: ATTRIBUTES.sub,
          purpose: 'sign_up',
          channel: 'sms',
          phone_number: '+12025550143',
          code: '042137',
        },
      },
    ]);
  });

  it('delivers none that was encrypted for another pool', async () => {
    const other = await sealCode('042137', { keyArn: KEY, userPoolId: 'eu-central-1_Other1234' });
    await expect(call(deliver, senderEvent(other))).rejects.toThrow();
    expect(apiCalls()).toEqual([]);
  });

  it('has Lambda call again when the API does not answer', async () => {
    answers[`${SECRET.api_url}/deliveries`] = () =>
      Response.json({ code: 'service_unavailable' }, { status: 503 });
    await expect(call(deliver, senderEvent(await sealed()))).rejects.toThrow();
    expect(silence.stop()).toContain('NotDelivered service_unavailable');
  });
});

describe('logs and errors', () => {
  it('hold no code, number, address, access token or user', async () => {
    const sealed = await sealCode('042137', { keyArn: KEY, userPoolId: POOL });
    await call(create, createEvent());
    await call(verify, verifyEvent());
    await call(deliver, senderEvent(sealed));
    await call(deliver, {
      ...senderEvent(sealed, {
        type: 'customEmailSenderRequestV1',
        userAttributes: { ...ATTRIBUTES, email: 'ada@example.com' },
      }),
      triggerSource: 'CustomEmailSender_ForgotPassword',
    });
    const failed = await call(deliver, senderEvent('MDQyMTM3')).catch((error: unknown) => error);
    const log = silence.stop();
    expect(log).toContain('"outcome":"verified"');
    expect(log).toContain('CodeNotOpened');
    expect(log).not.toMatch(/042137|"123456|MDQyMTM3|2025550143|ada@|the-access-token|its-secret|5f1c2f8e/);
    expect(String(failed)).toBe(
      'TriggerFailed: The code could not be sent or checked. Start the sign-in again.',
    );
    expect(failed).not.toHaveProperty('cause');
  });
});
