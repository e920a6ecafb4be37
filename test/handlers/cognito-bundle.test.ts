/**
 * The sender as it is deployed: one bundle with the Encryption SDK in it, which speaks to KMS, Secrets Manager, the
 * issuer and the API over HTTP.
 */
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { buildSync } from 'esbuild';
import { BUNDLE_OPTIONS } from '../../infra/functions/bundle-options.ts';
import { kmsInMemory, unwrap } from './adapters/encryption-sdk/kms-in-memory.ts';
import { sealCode } from './adapters/encryption-sdk/seal-code.ts';

const KEY = 'arn:aws:kms:eu-central-1:000000000000:key/11111111-2222-4333-8444-555555555555';
const POOL = 'eu-central-1_Ab12Cd34E';
const RUN = 'require(process.argv[1]).handler(JSON.parse(process.argv[2]), { awsRequestId: "call" })';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bundle-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** Answers like the four services that the function calls, and keeps what the API was sent. */
async function services() {
  const deliveries: unknown[] = [];
  const server = createServer(async (request, response) => {
    const send = (document: object) => response.end(JSON.stringify(document));
    if (request.url === '/token') {
      return send({ access_token: 'the-access-token', expires_in: 3600 });
    }
    // biome-ignore lint/suspicious/noExplicitAny: what AWS's SDKs and our client send
    const body: any = await json(request);
    if (request.url === '/api/deliveries') {
      deliveries.push(body);
      return send({ status: 'sent' });
    }
    if (request.headers['x-amz-target'] === 'TrentService.Decrypt') {
      const plaintext = unwrap(Buffer.from(body.CiphertextBlob, 'base64'), body.EncryptionContext);
      return send({ KeyId: body.KeyId, Plaintext: plaintext.toString('base64') });
    }
    const credentials = {
      api_url: `${origin}/api`,
      token_url: `${origin}/token`,
      client_id: 'the-client',
      client_secret: 'its-secret',
    };
    return send({ SecretString: JSON.stringify(credentials) });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { server, origin, deliveries };
}

describe('the bundle of the function that delivers codes', () => {
  it('opens a code of Cognito and hands it over', async () => {
    const [bundle] = buildSync({
      ...BUNDLE_OPTIONS,
      entryPoints: ['handlers/hooks/deliver-cognito-code.ts'],
      write: false,
    }).outputFiles;
    const file = join(folder, 'index.cjs');
    writeFileSync(file, bundle?.contents ?? '');
    const kms = kmsInMemory();
    const code = await sealCode('042137', { keyArn: KEY, userPoolId: POOL });
    kms.restore();
    const event = {
      triggerSource: 'CustomSMSSender_Authentication',
      userPoolId: POOL,
      request: {
        type: 'customSMSSenderRequestV1',
        code,
        userAttributes: { sub: '1f2e', phone_number: '+12025550143' },
      },
    };
    const { server, origin, deliveries } = await services();
    try {
      const { stdout } = await promisify(execFile)(
        process.execPath,
        ['-e', RUN, file, JSON.stringify(event)],
        {
          env: {
            AWS_ENDPOINT_URL: origin,
            AWS_REGION: 'eu-central-1',
            AWS_ACCESS_KEY_ID: 'local',
            AWS_SECRET_ACCESS_KEY: 'local',
            CODE_KEY_ARN: KEY,
            ISSUER_SECRET_ID: 'issuer-secret',
          },
        },
      );
      expect(deliveries).toEqual([
        { user_id: '1f2e', purpose: 'login', channel: 'sms', phone_number: '+12025550143', code: '042137' },
      ]);
      expect(stdout).toContain('"outcome":"sent"');
      expect(stdout).not.toMatch(/042137|2025550143|its-secret/);
    } finally {
      server.close();
    }
  });
});
