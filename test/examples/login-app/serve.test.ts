import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { html } from '../../../examples/login-app/shared/html.ts';
import { serve } from '../../../examples/login-app/shared/serve.ts';

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

let url: string;
let close: () => void;
beforeAll(async () => {
  const served = await serve({
    port: 0,
    routes: () => ({
      'GET /': () => ({ page: html`<p>${'<script>"&\''}</p>`, cookies: ['a=b', 'c=d'] }),
      'POST /': ({ form }) => ({ redirect: `/?${form.get('name')}` }),
      'GET /broken': () => {
        throw new Error('of this test');
      },
    }),
  });
  ({ url } = served);
  close = () => served.server.close();
});
afterAll(() => close());

const post = (headers: Record<string, string>, body: string) =>
  fetch(url, { method: 'POST', redirect: 'manual', headers: { ...FORM, ...headers }, body });

describe('the server', () => {
  it('escapes what pages show, and forbids scripts and forms of others', async () => {
    const answer = await fetch(url);
    expect(await answer.text()).toBe('<p>&#60;script&#62;&#34;&#38;&#39;</p>');
    expect(answer.headers.getSetCookie()).toEqual(['a=b', 'c=d']);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('content-security-policy')).toMatch(
      /^default-src 'none'.*form-action 'self'.*frame-ancestors 'none'$/,
    );
  });

  it.each([
    ['another origin', { origin: 'https://example.com' }],
    ['a hidden origin', { origin: 'null' }],
    ['no origin', {}],
  ])('refuses a form with %s', async (_, headers) => {
    expect((await post(headers, 'name=x')).status).toBe(403);
  });

  it('takes its origin as people write it', async () => {
    const { server, url: own } = await serve({
      port: 0,
      origin: 'https://Login.example.com/',
      routes: () => ({ 'POST /': () => ({ redirect: '/' }) }),
    });
    const { port } = server.address() as AddressInfo;
    const answer = await fetch(`http://localhost:${port}`, {
      method: 'POST',
      redirect: 'manual',
      headers: { ...FORM, origin: 'https://login.example.com' },
      body: '',
    });
    expect([own, answer.status]).toEqual(['https://login.example.com', 303]);
    server.close();
  });

  it('redirects after its own form', async () => {
    const answer = await post({ origin: url }, 'name=x');
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/?x']);
  });

  it('refuses what is no form, and forms that are too long', async () => {
    expect((await post({ origin: url, 'content-type': 'application/json' }, '{}')).status).toBe(415);
    expect((await post({ origin: url }, `name=${'x'.repeat(10_000)}`)).status).toBe(413);
  });

  it('knows its paths and methods', async () => {
    expect((await fetch(`${url}/nowhere`)).status).toBe(404);
    expect((await fetch(`${url}/constructor`)).status).toBe(404);
    expect((await fetch(url, { method: 'DELETE' })).status).toBe(405);
    const head = await fetch(url, { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
  });

  it('tells nothing about its own errors', async () => {
    const complain = jest.spyOn(console, 'error').mockReturnValue();
    const answer = await fetch(`${url}/broken`);
    expect(answer.status).toBe(500);
    expect(await answer.text()).not.toContain('of this test');
    expect(complain).toHaveBeenCalledTimes(1);
    complain.mockRestore();
  });
});
