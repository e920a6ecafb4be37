import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { afterEach, describe, expect, it } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { secretsManagerKeys } from '../../../../handlers/adapters/secrets-manager/keys.ts';
import { SecretUnavailable } from '../../../../handlers/domain/errors.ts';
import { deriveKeys } from '../../../../handlers/domain/token/seal-token.ts';
import { NOW_MS } from '../../fixtures.ts';
import { notReached, serviceError } from '../service-errors.ts';

const FIVE_MINUTES_MS = 300_000;
const secrets = mockClient(SecretsManagerClient);
const client = new SecretsManagerClient({ region: 'eu-west-1' });
const reads = () => secrets.calls().map((call) => call.args[0].input);
const currentIs = (VersionId: string) =>
  secrets.on(GetSecretValueCommand).resolves({ SecretString: `secret of ${VersionId}`, VersionId });

afterEach(() => {
  secrets.reset();
});

describe('the keys', () => {
  it('come from the current version, read once every five minutes', async () => {
    let nowMs = NOW_MS;
    const keys = secretsManagerKeys(client, 'token-secret', () => nowMs);
    currentIs('v1');
    expect(await keys.current()).toEqual(deriveKeys('v1', 'secret of v1'));
    currentIs('v2');
    nowMs += FIVE_MINUTES_MS - 1;
    expect((await keys.current()).version).toBe('v1');
    nowMs += 1;
    expect((await keys.current()).version).toBe('v2');
    expect(reads()).toEqual([{ SecretId: 'token-secret' }, { SecretId: 'token-secret' }]);
  });

  it('are read once for concurrent callers', async () => {
    const keys = secretsManagerKeys(client, 'token-secret', () => NOW_MS);
    currentIs('v1');
    await Promise.all([keys.current(), keys.current(), keys.current()]);
    expect(reads()).toEqual([{ SecretId: 'token-secret' }]);
  });

  it('of a version are cached permanently', async () => {
    const keys = secretsManagerKeys(client, 'token-secret', () => NOW_MS);
    currentIs('v1');
    await keys.current();
    expect((await keys.ofVersion('v1')).version).toBe('v1');
    secrets.on(GetSecretValueCommand, { VersionId: 'v0' }).resolves({ SecretString: 's', VersionId: 'v0' });
    expect(await keys.ofVersion('v0')).toEqual(deriveKeys('v0', 's'));
    await keys.ofVersion('v0');
    expect(reads()).toEqual([{ SecretId: 'token-secret' }, { SecretId: 'token-secret', VersionId: 'v0' }]);
  });

  it('stay in use when the secret cannot be read again', async () => {
    let nowMs = NOW_MS;
    const keys = secretsManagerKeys(client, 'token-secret', () => nowMs);
    currentIs('v1');
    await keys.current();
    nowMs += FIVE_MINUTES_MS;
    secrets.on(GetSecretValueCommand).rejects(serviceError('InternalServiceError', 500));
    expect((await keys.current()).version).toBe('v1');
  });

  it.each([
    ['the version is gone', serviceError('ResourceNotFoundException', 400)],
    ['the key is disabled', serviceError('DecryptionFailure', 400)],
    ['calls are throttled', serviceError('ThrottlingException', 400)],
    ['the service cannot be reached', notReached('ETIMEDOUT')],
  ])('are unavailable when %s', async (_, error) => {
    secrets.on(GetSecretValueCommand).rejects(error);
    const keys = secretsManagerKeys(client, 'token-secret', () => NOW_MS);
    await expect(keys.current()).rejects.toThrow(SecretUnavailable);
    await expect(keys.ofVersion('v0')).rejects.toThrow(SecretUnavailable);
  });

  it('are unavailable when the secret is not text', async () => {
    secrets.on(GetSecretValueCommand).resolves({ VersionId: 'v1' });
    await expect(secretsManagerKeys(client, 's', () => NOW_MS).current()).rejects.toThrow(SecretUnavailable);
  });

  it('rethrow our own errors', async () => {
    secrets.on(GetSecretValueCommand).rejects(new TypeError('ours'));
    await expect(secretsManagerKeys(client, 's', () => NOW_MS).current()).rejects.toThrow(TypeError);
  });
});
