import {
  GetSecretValueCommand,
  ResourceNotFoundException,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { afterEach, describe, expect, it } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { sharedSecret } from '../../../../handlers/adapters/secrets-manager/shared-secret.ts';
import { SecretUnavailable } from '../../../../handlers/domain/errors.ts';
import { NOW_MS } from '../../fixtures.ts';
import { serviceError } from '../service-errors.ts';

const secrets = mockClient(SecretsManagerClient);
const client = new SecretsManagerClient({ region: 'eu-west-1' });

function valuesAre(current: string, previous?: string) {
  secrets.on(GetSecretValueCommand, { VersionStage: 'AWSCURRENT' }).resolves({ SecretString: current });
  const former = secrets.on(GetSecretValueCommand, { VersionStage: 'AWSPREVIOUS' });
  if (previous === undefined) {
    former.rejects(new ResourceNotFoundException({ $metadata: {}, message: 'no such version' }));
  } else {
    former.resolves({ SecretString: previous });
  }
}

let nowMs = NOW_MS;
const aSecret = () => sharedSecret(client, 'shared', () => nowMs);
const is = (value: string) => (values: readonly string[]) => values.includes(value);
const readsOf = () => secrets.calls().length;

afterEach(() => {
  secrets.reset();
  nowMs = NOW_MS;
});

describe('a shared secret', () => {
  it('has its current and its previous value, and may have no previous one', async () => {
    valuesAre('new', 'old');
    const rotated = aSecret();
    expect([
      await rotated.has(is('new')),
      await rotated.has(is('old')),
      await rotated.has(is('older')),
    ]).toEqual([true, true, false]);
    valuesAre('only');
    expect([await aSecret().has(is('only')), await aSecret().has(is('old'))]).toEqual([true, false]);
  });

  it('is read once in five minutes, while callers know it', async () => {
    valuesAre('one');
    const secret = aSecret();
    await secret.has(is('one'));
    valuesAre('two');
    nowMs += 299_999;
    expect([await secret.has(is('one')), readsOf()]).toEqual([true, 2]);
    nowMs += 1;
    expect([await secret.has(is('one')), readsOf()]).toEqual([false, 4]);
  });

  it('is read again for a caller who has another one, at most every ten seconds', async () => {
    valuesAre('one');
    const secret = aSecret();
    await secret.has(is('one'));
    valuesAre('two', 'one');
    nowMs += 9_999;
    expect([await secret.has(is('two')), readsOf()]).toEqual([false, 2]);
    nowMs += 1;
    expect([await secret.has(is('two')), await secret.has(is('three')), readsOf()]).toEqual([true, false, 4]);
  });

  it('stays known through an outage, and is unavailable before it was ever read', async () => {
    valuesAre('one');
    const secret = aSecret();
    await secret.has(is('one'));
    secrets.on(GetSecretValueCommand).rejects(serviceError('InternalServiceError', 500));
    nowMs += 300_000;
    expect(await secret.has(is('one'))).toBe(true);
    await expect(aSecret().has(is('one'))).rejects.toThrow(SecretUnavailable);
  });
});
