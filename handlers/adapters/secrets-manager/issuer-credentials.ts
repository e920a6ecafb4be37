/** The credentials of the client that calls the API: infra/page/issuer-credentials.ts writes them. */
import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import * as z from 'zod/mini';
import { SecretUnavailable } from '../../domain/errors.ts';

const credentials = z.object({
  api_url: z.url(),
  token_url: z.url(),
  client_id: z.string(),
  client_secret: z.string(),
});

/**
 * Returns a function that reads the secret, once; `again` reads it anew, because a new client has another secret.
 * @throws SecretUnavailable from the returned function, without any of the secret in it
 */
export function issuerCredentials(
  client: SecretsManagerClient,
  secretId: string,
): (again?: 'again') => Promise<z.infer<typeof credentials>> {
  let known: z.infer<typeof credentials> | undefined;
  return async (again) => {
    if (known === undefined || again) {
      known = await read(client, secretId);
    }
    return known;
  };
}

async function read(client: SecretsManagerClient, secretId: string): Promise<z.infer<typeof credentials>> {
  try {
    const { SecretString = '' } = await client.send(new GetSecretValueCommand({ SecretId: secretId }));
    return credentials.parse(JSON.parse(SecretString));
  } catch (error) {
    // What JSON.parse throws quotes what it could not parse.
    throw new SecretUnavailable({ cause: error instanceof SyntaxError ? undefined : error });
  }
}
