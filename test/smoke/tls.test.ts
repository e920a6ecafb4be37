/** The smoke test's TLS checks. They need separate tests, because no local deployment has TLS. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { SecureVersion } from 'node:tls';
import { createServer } from 'node:tls';
import { describe, expect, it } from '@jest/globals';
import { TLS_CHECKS } from './checks/tls.ts';
import type { HttpClient } from './http-client.ts';
import { Answer } from './http-client.ts';
import { lowestTlsVersion } from './tls-floor.ts';
import { Walk } from './walk.ts';

/** Starts a TLS host without a certificate: anonymous ECDH needs none, up to TLS 1.2 (RFC 8422 section 2). */
async function withTlsHost<T>(minVersion: SecureVersion, use: (url: string) => Promise<T>): Promise<T> {
  const server = createServer({
    minVersion,
    maxVersion: 'TLSv1.2',
    ciphers: 'AECDH-AES128-SHA:@SECLEVEL=0',
  });
  server.on('tlsClientError', () => undefined).listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    return await use(`https://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.close();
    await once(server, 'close');
  }
}

describe('the lowest TLS version', () => {
  it.each(['TLSv1', 'TLSv1.1', 'TLSv1.2'] as const)('is %s if the host accepts no lower', async (version) => {
    expect(await withTlsHost(version, lowestTlsVersion)).toBe(version);
  });

  it('is an error if nothing listens', async () => {
    await expect(lowestTlsVersion('https://127.0.0.1:9')).rejects.toThrow('accepts no version of TLS');
  });
});

describe('plain HTTP', () => {
  const [plainHttp] = TLS_CHECKS;
  const options = {
    pageUrl: 'https://page.example',
    apiUrl: 'https://page.example/api',
    directApiUrl: undefined,
    tokenUrl: 'https://sign-in.example/oauth2/token',
    clientId: 'machine',
    clientSecret: 'secret',
    testDestination: undefined,
    only: [],
  };

  /** Runs the check with these responses, by URL. */
  function checked(answers: Readonly<Record<string, { status: number; location?: string }>>) {
    const walk = new Walk(options);
    const call: HttpClient['call'] = async (method, url) => {
      const { status = 200, location } = answers[url] ?? {};
      const headers = new Headers(location === undefined ? {} : { location });
      return new Answer(`${method} ${url}`, { status, headers }, '', {});
    };
    walk.client.call = call;
    return plainHttp?.run(walk);
  }

  it('passes if the page redirects to HTTPS and the API refuses', async () => {
    const redirect = { status: 301, location: 'https://page.example/' };
    const answers = { 'http://page.example/': redirect, 'http://page.example/api/health': { status: 403 } };
    await expect(checked(answers)).resolves.toBeUndefined();
  });

  it.each([
    ['the page is served', {}, 'should redirect to HTTPS'],
    [
      'it redirects elsewhere',
      { 'http://page.example/': { status: 301, location: 'https://x/' } },
      'redirects elsewhere',
    ],
    [
      'the API answers',
      { 'http://page.example/': { status: 301, location: 'https://page.example/' } },
      'should be 403',
    ],
  ])('fails if %s', async (_, answers, reason) => {
    await expect(checked(answers)).rejects.toThrow(reason);
  });
});
