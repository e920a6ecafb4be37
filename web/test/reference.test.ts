import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import {
  keepAccessToken,
  NoAccessToken,
  requestAccessToken,
  withAccessToken,
} from '../src/reference/access-token.ts';
import type { Description } from '../src/reference/description.ts';
import { forSwagger, tokenUrlOf } from '../src/reference/description.ts';

const TOKEN_URL = 'https://issuer.example.com/oauth2/token';
const CREDENTIALS = { client_id: 'shop', client_secret: 's3cret' };

const described = (): Description => ({
  info: { description: '' },
  servers: [{ url: 'https://d1.cloudfront.net/api' }],
  paths: {
    '/tokens': {
      get: {
        description: 'Lists.',
        security: [{ oauth2: ['tokens/read'] }, { oauth2: ['tokens/read', 'tokens/reveal'] }],
      },
    },
    '/health': {
      get: {
        security: [],
        parameters: [
          { in: 'header', example: 'k' },
          { in: 'query', example: 5 },
        ],
      },
    },
  },
  components: { securitySchemes: { oauth2: { flows: { clientCredentials: { tokenUrl: TOKEN_URL } } } } },
});

const answers = (status: number, body: string) =>
  jest.spyOn(globalThis, 'fetch').mockResolvedValue(new Response(body, { status }));

afterEach(() => {
  jest.restoreAllMocks();
});

describe("the API's description on the page", () => {
  it('calls only the origin of the page, at the path of the server', () => {
    expect(forSwagger(described(), 'http://127.0.0.1:4650').servers).toEqual([
      { url: 'http://127.0.0.1:4650/api' },
    ]);
  });

  it('sends no example as an Idempotency-Key', () => {
    expect(forSwagger(described(), 'http://localhost').paths['/health']?.get?.parameters).toEqual([
      { in: 'header' },
      { in: 'query', example: 5 },
    ]);
  });

  it('names scopes in words, and leaves no form for secrets to Swagger UI', () => {
    expect(tokenUrlOf(described())).toBe(TOKEN_URL);
    const { paths, components } = forSwagger(described(), 'http://localhost');
    expect(paths['/tokens']?.get?.description).toBe(
      'Scope: `tokens/read`; `tokens/reveal` allows more.\n\nLists.',
    );
    expect(paths['/health']?.get?.description).toBe('Needs no access token.');
    expect(components).toEqual({});
    expect(paths['/tokens']?.get?.security).toEqual([]);
  });
});

describe('the forms for secrets', () => {
  it('cannot be sent by the browser, which would put them into the URL', () => {
    const page = readFileSync('web/reference.html', 'utf8');
    const forms = page.match(/<form .*?<\/form>/gs) ?? [];
    expect(forms).toHaveLength(2);
    for (const form of forms) {
      expect(form).toMatch(/^<form [^>]*method="dialog"/);
      expect(form.match(/<button [^>]*>/g)).toEqual(['<button type="submit" disabled>']);
    }
  });
});

describe('an access token', () => {
  it('is asked for with the secret in the body, and sent in place of what Swagger UI shows', async () => {
    const fetched = answers(200, '{"access_token":"eyJ.a.b","expires_in":3600}');
    expect(await requestAccessToken(TOKEN_URL, CREDENTIALS)).toBe(3600);
    const [url, options] = fetched.mock.calls[0] ?? [];
    expect(url).toBe(TOKEN_URL);
    // Without its own headers, the request needs no preflight.
    expect(options).toEqual({ method: 'POST', body: expect.any(URLSearchParams), cache: 'no-store' });
    expect(String(options?.body)).toBe('grant_type=client_credentials&client_id=shop&client_secret=s3cret');

    const request = withAccessToken<Parameters<typeof withAccessToken>[0]>({ headers: { Accept: '*/*' } });
    expect(request.headers).toEqual({ Accept: '*/*', Authorization: 'Bearer $ACCESS_TOKEN' });
    await request.userFetch?.('/api/tokens', { headers: request.headers });
    expect(fetched).toHaveBeenLastCalledWith('/api/tokens', {
      headers: { Accept: '*/*', Authorization: 'Bearer eyJ.a.b' },
    });
  });

  it('may be pasted with or without its scheme', async () => {
    const fetched = answers(200, '{}');
    keepAccessToken('  Bearer pasted \n');
    await withAccessToken<Parameters<typeof withAccessToken>[0]>({ headers: {} }).userFetch?.('/api/tokens');
    expect(fetched).toHaveBeenLastCalledWith('/api/tokens', { headers: { Authorization: 'Bearer pasted' } });
  });

  it.each([
    [400, '{"error":"invalid_client"}', 'No access token: invalid_client.'],
    [502, '<html>', 'No access token: HTTP 502.'],
  ])('is missing after a %d, which is said', async (status, body, message) => {
    answers(status, body);
    await expect(requestAccessToken(TOKEN_URL, CREDENTIALS)).rejects.toThrow(new NoAccessToken(message));
  });

  it('is missing when the issuer cannot be reached', async () => {
    jest.spyOn(globalThis, 'fetch').mockRejectedValue(new TypeError('Failed to fetch'));
    await expect(requestAccessToken(TOKEN_URL, CREDENTIALS)).rejects.toThrow(
      'issuer.example.com did not answer.',
    );
  });
});
