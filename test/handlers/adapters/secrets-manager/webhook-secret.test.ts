import {
  GetSecretValueCommand,
  ResourceNotFoundException,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { afterEach, describe, expect, it } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { webhookSecrets } from '../../../../handlers/adapters/secrets-manager/webhook-secret.ts';
import { SecretUnavailable } from '../../../../handlers/domain/errors.ts';
import { serviceError } from '../service-errors.ts';

const secretsManager = mockClient(SecretsManagerClient);
const client = new SecretsManagerClient({ region: 'eu-west-1' });
const secret = (letter: string) => letter.repeat(64);
const bytes = (letter: string) => Buffer.from(secret(letter), 'base64');
const missing = () => new ResourceNotFoundException({ message: '', $metadata: {} });

let nowMs = 0;
const keysOf = () => webhookSecrets(client, () => nowMs);

function answer({ current, previous }: { current?: string; previous?: string }): void {
  const ofStage = (VersionStage: string, SecretString?: string) => {
    const asked = secretsManager.on(GetSecretValueCommand, { SecretId: 'hook', VersionStage });
    if (SecretString === undefined) {
      asked.rejects(missing());
    } else {
      asked.resolves({ SecretString });
    }
  };
  ofStage('AWSCURRENT', current);
  ofStage('AWSPREVIOUS', previous);
}

afterEach(() => {
  secretsManager.reset();
  nowMs = 0;
});

describe('the secrets of a webhook', () => {
  it('are the current one alone, while it was never changed', async () => {
    answer({ current: secret('a') });
    expect(await keysOf()('hook')).toEqual([bytes('a')]);
  });

  it('are the current and the one before, after a change, the current first', async () => {
    answer({ current: `whsec_${secret('b')}`, previous: secret('a') });
    expect(await keysOf()('hook')).toEqual([bytes('b'), bytes('a')]);
  });

  it('are read once in five minutes', async () => {
    const read = keysOf();
    answer({ current: secret('a') });
    await read('hook');
    answer({ current: secret('b'), previous: secret('a') });
    nowMs = 299_999;
    expect(await read('hook')).toEqual([bytes('a')]);
    nowMs = 300_000;
    expect(await read('hook')).toEqual([bytes('b'), bytes('a')]);
    expect(secretsManager.calls()).toHaveLength(4);
  });

  it('do without a previous value that is no secret', async () => {
    answer({ current: secret('a'), previous: 'no secret at all' });
    expect(await keysOf()('hook')).toEqual([bytes('a')]);
  });

  it.each([
    ['there is none', {}],
    ['the current one is no secret', { current: 'too short', previous: secret('a') }],
  ])('are unavailable where %s', async (_, values) => {
    answer(values);
    await expect(keysOf()('hook')).rejects.toThrow(SecretUnavailable);
  });

  it('are unavailable while Secrets Manager does not answer, and are asked for again', async () => {
    const read = keysOf();
    secretsManager.on(GetSecretValueCommand).rejects(serviceError('InternalServiceError', 500));
    await expect(read('hook')).rejects.toThrow(SecretUnavailable);
    answer({ current: secret('a') });
    expect(await read('hook')).toEqual([bytes('a')]);
  });
});
