import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { generateSecretString } from '../../../local/aws/secret-string.ts';
import type { LocalEndpoint } from '../fixtures/local-endpoint.ts';
import { startLocalEndpoint } from '../fixtures/local-endpoint.ts';

let aws: LocalEndpoint;
let secrets: SecretsManagerClient;

const secret = (properties: object) => ({ Type: 'AWS::SecretsManager::Secret', Properties: properties });

beforeAll(async () => {
  aws = await startLocalEndpoint({
    Rotated: secret({ Name: 'courier/rotated', SecretString: 'first' }),
    Other: secret({ Name: 'other', GenerateSecretString: { PasswordLength: 64, ExcludePunctuation: true } }),
  });
  secrets = new SecretsManagerClient(aws.client);
});
afterAll(() => aws.close());

const getValue = (SecretId: string, version: { VersionStage?: string; VersionId?: string } = {}) =>
  secrets.send(new GetSecretValueCommand({ SecretId, ...version }));

describe('secrets', () => {
  it('are found by name and by ARN', async () => {
    const { ARN, SecretString } = await getValue('other');
    expect(ARN).toMatch(/^arn:aws:secretsmanager:eu-central-1:000000000000:secret:other-[0-9a-f]{6}$/);
    expect(SecretString).toMatch(/^[A-Za-z0-9]{64}$/);
    expect((await getValue(String(ARN))).SecretString).toBe(SecretString);
    await expect(getValue('nothing')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('rotate: the new value is current, the old one previous, and found by its id', async () => {
    const first = await getValue('courier/rotated');
    const put = new PutSecretValueCommand({ SecretId: 'courier/rotated', SecretString: 'second' });
    const { VersionId } = await secrets.send(put);
    expect((await getValue('courier/rotated')).SecretString).toBe('second');
    expect((await getValue('courier/rotated', { VersionStage: 'AWSPREVIOUS' })).SecretString).toBe('first');
    expect((await getValue('courier/rotated', { VersionId: String(first.VersionId) })).SecretString).toBe(
      'first',
    );
    const { VersionIdsToStages } = await secrets.send(
      new DescribeSecretCommand({ SecretId: 'courier/rotated' }),
    );
    expect(VersionIdsToStages).toEqual({
      [String(first.VersionId)]: ['AWSPREVIOUS'],
      [String(VersionId)]: ['AWSCURRENT'],
    });
  });

  it('take a repeated request once, and refuse another value under the same token', async () => {
    const ClientRequestToken = '01234567-89ab-cdef-0123-456789abcdef';
    const put = (SecretString: string) =>
      secrets.send(new PutSecretValueCommand({ SecretId: 'other', SecretString, ClientRequestToken }));
    expect((await put('a')).VersionId).toBe(ClientRequestToken);
    expect((await put('a')).VersionId).toBe(ClientRequestToken);
    await expect(put('b')).rejects.toMatchObject({ name: 'ResourceExistsException' });
  });

  it('fail by name when a fault says so', async () => {
    aws.faults.add({ service: 'secretsmanager', error: 'InternalServiceError', times: 1 });
    await expect(getValue('other')).rejects.toMatchObject({
      name: 'InternalServiceError',
      $metadata: expect.objectContaining({ httpStatusCode: 500 }),
    });
  });
});

describe('a generated secret', () => {
  it('has every kind of character that is not excluded', () => {
    const value = generateSecretString({ PasswordLength: 4, ExcludeCharacters: 'abc' });
    expect(value).toHaveLength(4);
    for (const kind of [/[a-z]/, /[A-Z]/, /[0-9]/, /[^A-Za-z0-9]/]) expect(value).toMatch(kind);
  });

  it('goes into the template under its key', () => {
    const value = generateSecretString({
      SecretStringTemplate: '{"user":"ada"}',
      GenerateStringKey: 'password',
      ExcludeLowercase: true,
      ExcludeUppercase: true,
      ExcludePunctuation: true,
    });
    expect(JSON.parse(value)).toEqual({ user: 'ada', password: expect.stringMatching(/^[0-9]{32}$/) });
  });
});
