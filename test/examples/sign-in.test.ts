import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';

const SECRET = {
  api_url: 'https://api.example.com/api',
  token_url: 'https://auth.example.com/oauth2/token',
  client_id: 'the-client',
  client_secret: 'its-secret',
};
// Plain JavaScript, which Lambda runs as it is, and so without types.
const PROGRAM = '../../examples/in-your-own-stack/sign-in/index.mjs';

const secretsManager = mockClient(SecretsManagerClient);
const ANSWERS: Record<string, Response> = {};

beforeEach(() => {
  process.env.ISSUER_CREDENTIALS = 'the-secret';
  secretsManager.on(GetSecretValueCommand).resolves({ SecretString: JSON.stringify(SECRET) });
  ANSWERS[SECRET.token_url] = Response.json({ access_token: 'the-token', expires_in: 3600 });
  ANSWERS[`${SECRET.api_url}/tokens`] = Response.json({ token_id: 't' }, { status: 201 });
  ANSWERS[`${SECRET.api_url}/tokens/verify`] = Response.json({ verified: true, channel: 'sms' });
  jest
    .spyOn(globalThis, 'fetch')
    .mockImplementation(async (url) => (ANSWERS[String(url)] as Response).clone());
});
afterEach(() => {
  jest.restoreAllMocks();
});

const calls = () =>
  jest.mocked(fetch).mock.calls.map(([url, { headers, body } = {}]) => ({
    url,
    authorization: new Headers(headers).get('authorization'),
    key: new Headers(headers).get('idempotency-key'),
    body: String(body),
  }));

describe("the example's sign-in", () => {
  it('sends a code and checks one with the same access token', async () => {
    const { handler } = await import(PROGRAM);
    expect(
      await handler({ userId: 'ada', phoneNumber: '+4915123456789' }, { awsRequestId: 'call-1' }),
    ).toEqual({ token_id: 't' });
    expect(await handler({ userId: 'ada', code: '123456' }, { awsRequestId: 'call-2' })).toEqual({
      verified: true,
    });
    expect(calls()).toEqual([
      {
        url: SECRET.token_url,
        authorization: `Basic ${btoa('the-client:its-secret')}`,
        key: null,
        body: 'grant_type=client_credentials',
      },
      {
        url: `${SECRET.api_url}/tokens`,
        authorization: 'Bearer the-token',
        key: 'call-1',
        body: JSON.stringify({ user_id: 'ada', phone_number: '+4915123456789' }),
      },
      {
        url: `${SECRET.api_url}/tokens/verify`,
        authorization: 'Bearer the-token',
        key: 'call-2',
        body: JSON.stringify({ user_id: 'ada', token: '123456' }),
      },
    ]);
    expect(secretsManager.commandCalls(GetSecretValueCommand)).toHaveLength(1);
  });

  it('fails with the code of the problem in the response', async () => {
    const { handler } = await import(PROGRAM);
    ANSWERS[`${SECRET.api_url}/tokens`] = Response.json({ code: 'rate_limited' }, { status: 429 });
    await expect(handler({ userId: 'ada', phoneNumber: '+1' }, { awsRequestId: 'call-3' })).rejects.toThrow(
      'rate_limited',
    );
  });
});
