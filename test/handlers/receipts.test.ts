/** The endpoints of a deployment that signs receipts, on mocked AWS clients. */
import { generateKeyPairSync, sign } from 'node:crypto';
import type { UpdateItemCommandOutput } from '@aws-sdk/client-dynamodb';
import { DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { GetPublicKeyCommand, KMSClient, SignCommand } from '@aws-sdk/client-kms';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { createLocalJWKSet, jwtVerify } from 'jose';
import { toTokenItem } from '../../handlers/adapters/dynamodb/token-item.ts';
import { deriveKeys, digestToken } from '../../handlers/domain/token/seal-token.ts';
import { serviceError } from './adapters/service-errors.ts';
import { ENVIRONMENT } from './an-environment.ts';
import { aToken } from './fixtures.ts';
import { bodyOf, CONTEXT, captureLog, proxyEvent } from './invoke.ts';

Object.assign(process.env, ENVIRONMENT, {
  RECEIPT_ISSUER: 'https://courier.example.com',
  RECEIPT_KEY_ID: 'key-1',
  RECEIPT_LIFETIME_SECONDS: '60',
});
const { handler: verify } = await import('../../handlers/endpoints/verify-token.ts');
const { handler: publish } = await import('../../handlers/endpoints/publish-keys.ts');

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const dynamoDb = mockClient(DynamoDBClient);
const secrets = mockClient(SecretsManagerClient);
const kms = mockClient(KMSClient);
const token = aToken({ status: 'sent', attempts: 1 });
const token_digest = digestToken('123456', token, deriveKeys('v1', 'a secret'));
const verification = { user_id: 'premjeet.sahu', token: '123456', receipt: true };
const verified = (body: object = verification) => verify(proxyEvent({ body: JSON.stringify(body) }), CONTEXT);

let log: ReturnType<typeof captureLog>;

beforeEach(() => {
  log = captureLog();
  const Attributes = toTokenItem({ ...token, token_digest });
  dynamoDb.on(UpdateItemCommand).resolves({ Attributes } as UpdateItemCommandOutput);
  secrets.on(GetSecretValueCommand).resolves({ SecretString: 'a secret', VersionId: 'v1' });
  kms.on(GetPublicKeyCommand).resolves({ PublicKey: publicKey.export({ type: 'spki', format: 'der' }) });
  kms.on(SignCommand).callsFake(({ Message }) => ({
    Signature: sign('sha256', Message, { key: privateKey, dsaEncoding: 'der' }),
  }));
});
afterEach(() => {
  log.stop();
  dynamoDb.reset();
  kms.reset();
});

describe('GET /.well-known/jwks.json', () => {
  it('returns the key to anybody, to be cached for five minutes', async () => {
    const { x, y } = publicKey.export({ format: 'jwk' });
    const answer = await publish(proxyEvent({}), CONTEXT);
    expect(answer).toMatchObject({
      statusCode: 200,
      headers: { 'Content-Type': 'application/jwk-set+json', 'Cache-Control': 'public, max-age=300' },
    });
    expect(bodyOf(answer)).toEqual({
      keys: [{ kty: 'EC', crv: 'P-256', x, y, kid: 'key-1', use: 'sig', alg: 'ES256' }],
    });
  });
});

describe('POST /tokens/verify with receipt', () => {
  it('answers with a receipt for the client, which the published key verifies and no log contains', async () => {
    const { receipt } = bodyOf(await verified()) as { receipt: string };
    const keys = createLocalJWKSet(bodyOf(await publish(proxyEvent({}), CONTEXT)) as never);
    const { payload } = await jwtVerify(receipt, keys, {
      issuer: 'https://courier.example.com',
      audience: 'c',
      algorithms: ['ES256'],
    });
    expect(payload.sub).toBe('premjeet.sahu');
    const [, , signature = ''] = receipt.split('.');
    expect(log.stop()).not.toContain(signature);
  });

  it('answers without a receipt when none is requested, and does not call KMS', async () => {
    const answer = bodyOf(await verified({ ...verification, receipt: false }));
    expect(answer).toMatchObject({ verified: true });
    expect(answer).not.toHaveProperty('receipt');
    expect(kms.calls()).toEqual([]);
  });

  it('answers 503 when KMS does not sign, and uses neither the token nor an attempt', async () => {
    kms.on(SignCommand).rejects(serviceError('KMSInternalException', 500));
    const answer = await verified();
    expect(answer).toMatchObject({ statusCode: 503, headers: { 'Retry-After': '1' } });
    expect(bodyOf(answer)).toMatchObject({ code: 'signing_unavailable' });
    const updates = dynamoDb
      .commandCalls(UpdateItemCommand)
      .map(({ args }) => args[0].input.UpdateExpression);
    expect(updates).toEqual(['ADD attempts :one SET attempt_by = :attempt_by', 'ADD attempts :minus_one']);
  });

  it('accepts true and false only', async () => {
    expect(bodyOf(await verified({ ...verification, receipt: 'yes' }))).toMatchObject({
      errors: [{ field: 'receipt', rule: 'must be true or false' }],
    });
  });
});
