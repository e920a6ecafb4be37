/** The service's API for functions outside of the service's own stack, with the credentials in a secret. */
import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { Clock } from '../domain/clock.ts';
import { accessTokens } from './courier-api/access-tokens.ts';
import type { ApiClient } from './courier-api/api-client.ts';
import { apiClient } from './courier-api/api-client.ts';
import { issuerCredentials } from './secrets-manager/issuer-credentials.ts';

export const courierClient = (secrets: SecretsManagerClient, secretId: string, now: Clock): ApiClient =>
  apiClient({ credentials: issuerCredentials(secrets, secretId), tokens: accessTokens(now), now });
