import { createPublicKey, verify } from 'node:crypto';
import type { SignCommandInput } from '@aws-sdk/client-kms';
import {
  DescribeKeyCommand,
  GetPublicKeyCommand,
  KMSClient,
  ListKeysCommand,
  SignCommand,
} from '@aws-sdk/client-kms';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { LocalEndpoint } from '../../fixtures/local-endpoint.ts';
import { startLocalEndpoint } from '../../fixtures/local-endpoint.ts';

let aws: LocalEndpoint;
let kms: KMSClient;
/** ARN by the key's description. */
const arns = new Map<string | undefined, string>();
const arnOf = (description: string) => arns.get(description) ?? '';

const key = (properties: object) => ({ Type: 'AWS::KMS::Key', Properties: properties });
const describeKey = async (KeyId: string | undefined) =>
  (await kms.send(new DescribeKeyCommand({ KeyId }))).KeyMetadata;

beforeAll(async () => {
  aws = await startLocalEndpoint({
    Signing: key({ Description: 'signs', KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' }),
    Symmetric: key({ Description: 'encrypts', EnableKeyRotation: true }),
  });
  kms = new KMSClient(aws.client);
  const { Keys = [] } = await kms.send(new ListKeysCommand());
  for (const { KeyId, KeyArn = '' } of Keys) {
    arns.set((await describeKey(KeyId))?.Description, KeyArn);
  }
});
afterAll(() => aws.close());

const signed = (KeyId: string, more: Partial<SignCommandInput> = {}) =>
  kms.send(
    new SignCommand({ KeyId, Message: Buffer.from('message'), SigningAlgorithm: 'ECDSA_SHA_256', ...more }),
  );

describe('keys', () => {
  it('are described as the template has them', async () => {
    expect(await describeKey(arnOf('signs'))).toMatchObject({
      Arn: expect.stringMatching(/^arn:aws:kms:eu-central-1:000000000000:key\/[0-9a-f-]{36}$/),
      KeySpec: 'ECC_NIST_P256',
      KeyUsage: 'SIGN_VERIFY',
      KeyState: 'Enabled',
    });
    expect(await describeKey(arnOf('encrypts'))).toMatchObject({
      KeySpec: 'SYMMETRIC_DEFAULT',
      KeyUsage: 'ENCRYPT_DECRYPT',
    });
  });

  it('sign by id or ARN, with DER signatures that the public key verifies', async () => {
    const arn = arnOf('signs');
    const { Signature = new Uint8Array(), KeyId } = await signed(arn.split('/')[1] ?? '');
    expect(KeyId).toBe(arn);
    const { PublicKey = new Uint8Array() } = await kms.send(new GetPublicKeyCommand({ KeyId: arn }));
    const publicKey = createPublicKey({ key: Buffer.from(PublicKey), format: 'der', type: 'spki' });
    const isRight = (message: string) =>
      verify('sha256', Buffer.from(message), { key: publicKey, dsaEncoding: 'der' }, Signature);
    expect([isRight('message'), isRight('massage')]).toEqual([true, false]);
  });

  it('for encryption cannot sign and have no public key', async () => {
    const refused = { name: 'UnsupportedOperationException' };
    await expect(signed(arnOf('encrypts'))).rejects.toMatchObject(refused);
    const publicKey = kms.send(new GetPublicKeyCommand({ KeyId: arnOf('encrypts') }));
    await expect(publicKey).rejects.toMatchObject(refused);
  });

  const refusals: [string, Partial<SignCommandInput>, string][] = [
    ['an unknown key', { KeyId: 'nothing' }, 'NotFoundException'],
    ['another algorithm', { SigningAlgorithm: 'ECDSA_SHA_384' }, 'InvalidKeyUsageException'],
    ['a digest', { MessageType: 'DIGEST' }, 'ValidationException'],
    ['a message of 4,097 bytes', { Message: Buffer.alloc(4097) }, 'ValidationException'],
  ];
  it.each(refusals)('refuse %s', async (_, input, name) => {
    await expect(signed(arnOf('signs'), input)).rejects.toMatchObject({ name });
  });

  it('fail with the error of a fault', async () => {
    aws.faults.add({ service: 'kms', operation: 'Sign', error: 'KMSInternalException', times: 1 });
    await expect(signed(arnOf('signs'))).rejects.toMatchObject({ name: 'KMSInternalException' });
  });

  it('of another spec are refused at start', async () => {
    const rsa = { Other: key({ KeySpec: 'RSA_2048', KeyUsage: 'SIGN_VERIFY' }) };
    await expect(startLocalEndpoint(rsa)).rejects.toThrow(/supports only signing keys of ECC_NIST_P256/);
  });
});
