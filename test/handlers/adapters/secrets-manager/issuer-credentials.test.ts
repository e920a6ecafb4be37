import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { issuerCredentials } from '../../../../handlers/adapters/secrets-manager/issuer-credentials.ts';
import { SecretUnavailable } from '../../../../handlers/domain/errors.ts';
import { serviceError } from '../service-errors.ts';

const SECRET = {
  api_url: 'https://api.example.com/api',
  token_url: 'https://auth.example.com/oauth2/token',
  client_id: 'the-client',
  client_secret: 'its-secret',
};
const secrets = mockClient(SecretsManagerClient);
beforeEach(() => {
  secrets.reset();
});
const reader = () => issuerCredentials(new SecretsManagerClient({}), 'issuer-secret');

describe('the credentials', () => {
  it('are read once, and again when that is asked for', async () => {
    secrets.on(GetSecretValueCommand).resolves({ SecretString: JSON.stringify(SECRET) });
    const read = reader();
    expect([await read(), await read()]).toEqual([SECRET, SECRET]);
    expect(secrets.commandCalls(GetSecretValueCommand)).toHaveLength(1);
    expect(secrets.call(0).args[0].input).toEqual({ SecretId: 'issuer-secret' });
    await read('again');
    expect(secrets.commandCalls(GetSecretValueCommand)).toHaveLength(2);
  });

  it('that cannot be read or understood are unavailable, and no error quotes them', async () => {
    const broken = ['its-secret, but no JSON', '{"client_secret":"its-secret"}', undefined];
    for (const SecretString of broken) {
      secrets.on(GetSecretValueCommand).resolves({ SecretString });
      const failed = await reader()().catch((error: unknown) => error);
      expect(failed).toBeInstanceOf(SecretUnavailable);
      const { cause } = failed as SecretUnavailable;
      expect(`${failed} ${cause} ${JSON.stringify(cause)}`).not.toContain('its-sec');
    }
    secrets.on(GetSecretValueCommand).rejects(serviceError('InternalServiceError', 500, ''));
    await expect(reader()()).rejects.toThrow(SecretUnavailable);
  });
});
