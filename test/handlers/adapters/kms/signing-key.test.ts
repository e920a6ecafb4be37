import { generateKeyPairSync, sign, verify } from 'node:crypto';
import { GetPublicKeyCommand, KMSClient, SignCommand } from '@aws-sdk/client-kms';
import { afterEach, describe, expect, it } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { lazySigner } from '../../../../handlers/adapters/kms/lazy-signer.ts';
import { kmsPublicKey, kmsSigner } from '../../../../handlers/adapters/kms/signing-key.ts';
import { SigningUnavailable } from '../../../../handlers/domain/errors.ts';
import type { Signer } from '../../../../handlers/domain/verifying/signer.ts';
import { notReached, serviceError } from '../service-errors.ts';

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const kms = mockClient(KMSClient);
const client = new KMSClient({ region: 'eu-west-1' });
const UNUSABLE: [string, Error][] = [
  ['the key is disabled', serviceError('DisabledException', 400)],
  ['the key is pending deletion', serviceError('KMSInvalidStateException', 400)],
  ['calls are throttled', serviceError('ThrottlingException', 400)],
  ['the service fails', serviceError('KMSInternalException', 500)],
  ['the service cannot be reached', notReached('ETIMEDOUT')],
];

afterEach(() => {
  kms.reset();
});

describe('signing', () => {
  it('is ES256: ECDSA on P-256 with SHA-256, R and S concatenated', async () => {
    const Signature = sign('sha256', Buffer.from('message'), { key: privateKey, dsaEncoding: 'der' });
    kms.on(SignCommand).resolves({ Signature });
    const signature = await kmsSigner(client, 'key-1').sign('message');
    expect(
      verify('sha256', Buffer.from('message'), { key: publicKey, dsaEncoding: 'ieee-p1363' }, signature),
    ).toBe(true);
    expect(kms.call(0).args[0].input).toEqual({
      KeyId: 'key-1',
      Message: Buffer.from('message'),
      MessageType: 'RAW',
      SigningAlgorithm: 'ECDSA_SHA_256',
    });
  });

  it.each(UNUSABLE)('is unavailable when %s', async (_, error) => {
    kms.on(SignCommand).rejects(error);
    await expect(kmsSigner(client, 'key-1').sign('message')).rejects.toThrow(SigningUnavailable);
  });
});

describe('the public key', () => {
  it('is a JWK with the name of the key, and is read once', async () => {
    const read = kmsPublicKey(client, 'key-1');
    kms.on(GetPublicKeyCommand).resolves({ PublicKey: publicKey.export({ type: 'spki', format: 'der' }) });
    const { x, y } = publicKey.export({ format: 'jwk' });
    const jwk = { kty: 'EC', crv: 'P-256', x, y, kid: 'key-1', use: 'sig', alg: 'ES256' };
    expect([await read(), await read()]).toEqual([jwk, jwk]);
    expect(kms.calls()).toHaveLength(1);
  });

  it.each(UNUSABLE)('is unavailable when %s, and is requested again', async (_, error) => {
    const read = kmsPublicKey(client, 'key-1');
    kms.on(GetPublicKeyCommand).rejectsOnce(error);
    await expect(read()).rejects.toThrow(SigningUnavailable);
    kms.on(GetPublicKeyCommand).resolves({ PublicKey: publicKey.export({ type: 'spki', format: 'der' }) });
    expect((await read()).kid).toBe('key-1');
  });
});

describe('a lazy signer', () => {
  it('is loaded once, with its first signature', async () => {
    let loads = 0;
    const signer: Signer = { keyId: 'key-1', sign: async (message) => Buffer.from(message) };
    const lazy = lazySigner('key-1', async () => {
      loads += 1;
      return signer;
    });
    expect(loads).toBe(0);
    await Promise.all([lazy.sign('a'), lazy.sign('b')]);
    expect(Buffer.from(await lazy.sign('c')).toString()).toBe('c');
    expect(loads).toBe(1);
  });
});
