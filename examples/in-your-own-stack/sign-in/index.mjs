/** Sends a code and checks what the person types, as your sign-in would after it has checked the password. */
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';

/** An access token is replaced this long before it expires. */
const SPARE_SECONDS = 60;

const secretsManager = new SecretsManagerClient();
let credentials;
let access = { token: '', until: 0 };

/** `{ userId, phoneNumber }` sends a code; `{ userId, code }` returns whether the code is correct. */
export async function handler({ userId, phoneNumber, code }, { awsRequestId }) {
  if (code === undefined) {
    return post('/tokens', awsRequestId, { user_id: userId, phone_number: phoneNumber });
  }
  const { verified } = await post('/tokens/verify', awsRequestId, { user_id: userId, token: code });
  return { verified };
}

async function post(path, key, body) {
  const { api_url } = await readCredentials();
  const answer = await fetch(`${api_url}${path}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${await accessToken()}`,
      'content-type': 'application/json',
      // Lambda retries a failed asynchronous call with the same request id. A retry thus gets the first
      // response, and sends no second code.
      'idempotency-key': key,
    },
    body: JSON.stringify(body),
  });
  const document = await answer.json();
  if (!answer.ok) {
    throw new Error(`Token Courier answered ${document.code}`);
  }
  return document;
}

async function readCredentials() {
  if (credentials === undefined) {
    const { SecretString } = await secretsManager.send(
      new GetSecretValueCommand({ SecretId: process.env.ISSUER_CREDENTIALS }),
    );
    credentials = JSON.parse(SecretString);
  }
  return credentials;
}

async function accessToken() {
  const nowSeconds = Date.now() / 1000;
  if (access.until > nowSeconds) {
    return access.token;
  }
  const { token_url, client_id, client_secret } = await readCredentials();
  const answer = await fetch(token_url, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${client_id}:${client_secret}`)}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  });
  if (!answer.ok) {
    throw new Error(`No access token: ${answer.status}`);
  }
  const { access_token, expires_in } = await answer.json();
  access = { token: access_token, until: nowSeconds + expires_in - SPARE_SECONDS };
  return access.token;
}
