/** Where other systems call the service, and the secret that each of them has to know. */
import { callAws } from './api-gateway/aws-call.ts';
import { toObject } from './json-values.ts';

const TIMEOUT_MS = 5_000;

export interface Hook {
  /** Display name of the other system. */
  readonly name: string;
  readonly url: string;
  /** How a call proves who makes it, worded for people. */
  readonly authentication: string;
  /** By the names that the other system has for them. */
  readonly secret: Readonly<Record<string, string>>;
}

/** Reads the current value of one of the stack's secrets, which may have changed since the start. */
export type ReadSecret = (secretId: string) => Promise<string>;

export const secretsAt =
  (awsUrl: string, region: string): ReadSecret =>
  async (SecretId) => {
    const { status, body } = await callAws(
      { awsUrl, region, patience: 1 },
      {
        service: 'secretsmanager',
        path: '/',
        headers: {
          'content-type': 'application/x-amz-json-1.1',
          'x-amz-target': 'secretsmanager.GetSecretValue',
        },
        body: JSON.stringify({ SecretId }),
        timeoutMs: TIMEOUT_MS,
      },
    );
    const { SecretString } = toObject(JSON.parse(body));
    if (status >= 300 || typeof SecretString !== 'string') {
      throw new Error('The secret could not be read.');
    }
    return SecretString;
  };
