import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  RotateSecretCommand,
  SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { generateSecretString } from '../../../aws/secrets-manager/secret-string.ts';
import { functionResource } from '../../fixtures/cdk-out.ts';
import type { LocalEndpoint } from '../../fixtures/local-endpoint.ts';
import { startLocalEndpoint } from '../../fixtures/local-endpoint.ts';

/** Rotates as a function on AWS would; fails for a secret whose name contains "fails". */
const ROTATES = `
const call = async (operation, input) => (await fetch(process.env.AWS_ENDPOINT_URL, {
  method: 'POST',
  headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'secretsmanager.' + operation },
  body: JSON.stringify(input),
})).json();
exports.handler = async ({ Step, SecretId, ClientRequestToken }) => {
  const put = { SecretId, ClientRequestToken, SecretString: 'rotated', VersionStages: ['AWSPENDING'] };
  if (Step === 'createSecret') await call('PutSecretValue', put);
  if (Step === 'testSecret' && SecretId.includes('fails')) throw new Error('no good');
  if (Step !== 'finishSecret') return;
  const { VersionIdsToStages } = await call('DescribeSecret', { SecretId });
  const from = Object.keys(VersionIdsToStages).find((id) => VersionIdsToStages[id].includes('AWSCURRENT'));
  const move = { MoveToVersionId: ClientRequestToken, RemoveFromVersionId: from };
  await call('UpdateSecretVersionStage', { SecretId, VersionStage: 'AWSCURRENT', ...move });
};`;

const schedule = (secretId: string) => ({
  Type: 'AWS::SecretsManager::RotationSchedule',
  Properties: {
    SecretId: { Ref: secretId },
    RotationLambdaARN: { 'Fn::GetAtt': ['Rotates', 'Arn'] },
    RotationRules: { AutomaticallyAfterDays: 30 },
  },
});

let aws: LocalEndpoint;
let secrets: SecretsManagerClient;

const secret = (properties: object) => ({ Type: 'AWS::SecretsManager::Secret', Properties: properties });

beforeAll(async () => {
  const resources = {
    Rotated: secret({ Name: 'courier/rotated', SecretString: 'first' }),
    Other: secret({ Name: 'other', GenerateSecretString: { PasswordLength: 64, ExcludePunctuation: true } }),
    Scheduled: secret({ Name: 'scheduled', SecretString: 'first' }),
    Schedule: schedule('Scheduled'),
    Fails: secret({ Name: 'fails', SecretString: 'first' }),
    FailsSchedule: schedule('Fails'),
    Rotates: functionResource('rotates'),
  };
  aws = await startLocalEndpoint(resources, { rotates: { 'index.js': ROTATES } });
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

  it('get a new value: it is current, and the old one is previous and found by its id', async () => {
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

  it('accept a repeated request once, and refuse another value with the same token', async () => {
    const ClientRequestToken = '01234567-89ab-cdef-0123-456789abcdef';
    const put = (SecretString: string) =>
      secrets.send(new PutSecretValueCommand({ SecretId: 'other', SecretString, ClientRequestToken }));
    expect((await put('a')).VersionId).toBe(ClientRequestToken);
    expect((await put('a')).VersionId).toBe(ClientRequestToken);
    await expect(put('b')).rejects.toMatchObject({ name: 'ResourceExistsException' });
  });

  it('fail with the error of a fault', async () => {
    aws.faults.add({ service: 'secretsmanager', error: 'InternalServiceError', times: 1 });
    await expect(getValue('other')).rejects.toMatchObject({
      name: 'InternalServiceError',
      $metadata: expect.objectContaining({ httpStatusCode: 500 }),
    });
  });
});

describe('rotation', () => {
  const rotate = (SecretId: string, more = {}) =>
    secrets.send(new RotateSecretCommand({ SecretId, ...more }));
  const describeSecret = (SecretId: string) => secrets.send(new DescribeSecretCommand({ SecretId }));
  const until = async (isSo: () => Promise<boolean>) => {
    for (let tries = 0; tries < 200 && !(await isSo()); tries += 1) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };

  it('answers immediately, then has the function make the new version current', async () => {
    const first = await getValue('scheduled');
    const { VersionId = '' } = await rotate('scheduled');
    await until(async () => (await getValue('scheduled')).VersionId === VersionId);
    expect(await getValue('scheduled')).toMatchObject({ SecretString: 'rotated', VersionId });
    expect(await describeSecret('scheduled')).toMatchObject({
      RotationEnabled: true,
      RotationRules: { AutomaticallyAfterDays: 30 },
      VersionIdsToStages: {
        [String(first.VersionId)]: ['AWSPREVIOUS'],
        [VersionId]: ['AWSPENDING', 'AWSCURRENT'],
      },
    });
    expect((await rotate('scheduled')).VersionId).not.toBe(VersionId);
  });

  it('leaves a failed version pending, and refuses another rotation until that one is finished', async () => {
    const { VersionId = '' } = await rotate('fails');
    await until(() =>
      getValue('fails', { VersionId }).then(
        () => true,
        () => false,
      ),
    );
    await expect(rotate('fails')).rejects.toMatchObject({ name: 'InvalidRequestException' });
    expect((await rotate('fails', { ClientRequestToken: VersionId })).VersionId).toBe(VersionId);
    expect((await getValue('fails')).SecretString).toBe('first');
  });

  it('needs a schedule, and supports only the one in the template', async () => {
    await expect(rotate('other')).rejects.toMatchObject({ name: 'InvalidRequestException' });
    expect(await describeSecret('other')).not.toHaveProperty('RotationEnabled');
    await expect(rotate('scheduled', { RotateImmediately: false })).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
  });

  it('moves a label only from the version that the request names', async () => {
    const { VersionId } = await getValue('other');
    const put = new PutSecretValueCommand({ SecretId: 'other', SecretString: 'c', VersionStages: ['later'] });
    const later = (await secrets.send(put)).VersionId;
    const move = { SecretId: 'other', VersionStage: 'AWSCURRENT', MoveToVersionId: later };
    await expect(secrets.send(new UpdateSecretVersionStageCommand(move))).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
    await secrets.send(new UpdateSecretVersionStageCommand({ ...move, RemoveFromVersionId: VersionId }));
    expect((await getValue('other')).SecretString).toBe('c');
    expect((await getValue('other', { VersionStage: 'AWSPREVIOUS' })).VersionId).toBe(VersionId);
  });
});

describe('a generated secret', () => {
  it('has every kind of character that is not excluded', () => {
    const value = generateSecretString({ PasswordLength: 4, ExcludeCharacters: 'abc' });
    expect(value).toHaveLength(4);
    for (const kind of [/[a-z]/, /[A-Z]/, /[0-9]/, /[^A-Za-z0-9]/]) {
      expect(value).toMatch(kind);
    }
  });

  it('is put into the template under its key', () => {
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
