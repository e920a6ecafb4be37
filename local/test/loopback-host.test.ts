import type { Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { forThisMachineOnly } from '../loopback-host.ts';
import { callAs } from './fixtures/call-as.ts';

describe('a server for this machine only', () => {
  let server: Server;
  let port = 0;
  beforeAll(async () => {
    server = createServer(forThisMachineOnly((request, response) => response.end(request.url)));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    port = (server.address() as AddressInfo).port;
  });
  afterAll(() => void server.close());

  it.each(['localhost', 'LOCALHOST:3000', '127.0.0.1', '127.0.0.1:4566', '[::1]', '[::1]:80'])(
    'answers under the host name %s',
    async (host) => {
      expect(await callAs(host, port, '/')).toEqual({ status: 200, body: '/' });
    },
  );

  it.each([
    ...['evil.example', 'localhost.evil.example', 'evil.example:80', 'localhost@evil.example'],
    ...['127.0.0.1.evil.example', '127.0.0.2', '0.0.0.0', 'localhost:', 'sub.localhost'],
  ])('refuses the host name %j', async (host) => {
    const { status, body } = await callAs(host, port, '/');
    expect([status, JSON.parse(body)]).toEqual([
      403,
      expect.objectContaining({ title: 'Foreign Host header', status: 403, __type: 'ForeignHost' }),
    ]);
  });

  it.each(['http://localhost:3000', 'https://127.0.0.1', 'http://[::1]:80'])(
    'answers pages of %s',
    async (origin) => expect((await callAs('localhost', port, '/', { origin })).status).toBe(200),
  );

  it.each(['https://evil.example', 'http://localhost.evil.example', 'null', ''])(
    'refuses pages of %j',
    async (origin) => {
      const { status, body } = await callAs('localhost', port, '/', { origin });
      expect([status, JSON.parse(body).__type]).toEqual([403, 'ForeignOrigin']);
    },
  );

  it.each([
    ['http://localhost:3000/a?b', '/a?b'],
    ['HTTP://[::1]', '/'],
    ['http://127.0.0.1?b', '/?b'],
    ['//a', '//a'],
  ])('reads the target %s as %s', async (target, path) => {
    expect(await callAs('localhost', port, target)).toEqual({ status: 200, body: path });
  });

  it.each([
    ['http://evil.example/', 403],
    ['http:///', 403],
    ['http://localhost@evil.example/', 403],
    ['*', 400],
    ['a', 400],
  ])('refuses the target %s', async (target, status) => {
    expect((await callAs('localhost', port, target)).status).toBe(status);
  });
});
