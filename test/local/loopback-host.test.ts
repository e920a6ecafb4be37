import type { Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createDynaliteBackend } from '../../local/aws/dynamodb-dynalite.ts';
import { refuseForeignHosts } from '../../local/loopback-host.ts';
import { callAs } from './fixtures/call-as.ts';

describe('a server of this machine', () => {
  let server: Server;
  let port = 0;
  beforeAll(async () => {
    server = createServer(refuseForeignHosts((_request, response) => response.end('served')));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    port = (server.address() as AddressInfo).port;
  });
  afterAll(() => void server.close());

  it.each(['localhost', 'LOCALHOST:3000', '127.0.0.1', '127.0.0.1:4566', '[::1]', '[::1]:80'])(
    'answers as %s',
    async (host) => {
      expect(await callAs(host, port, '/')).toEqual({ status: 200, body: 'served' });
    },
  );

  it.each([
    ...['evil.example', 'localhost.evil.example', 'evil.example:80', 'localhost@evil.example'],
    ...['127.0.0.1.evil.example', '127.0.0.2', '0.0.0.0', 'localhost:', 'sub.localhost'],
  ])('refuses to be called %j', async (host) => {
    const { status, body } = await callAs(host, port, '/');
    expect([status, JSON.parse(body)]).toEqual([
      403,
      expect.objectContaining({ title: 'Foreign Host header', status: 403, __type: 'ForeignHost' }),
    ]);
  });
});

describe('dynalite', () => {
  it('answers this process, and neither other names nor pages', async () => {
    const { port, close } = await createDynaliteBackend();
    try {
      const statuses = await Promise.all([
        callAs('localhost', port, '/'),
        callAs('evil.example', port, '/'),
        callAs('localhost', port, '/', { origin: 'https://evil.example' }),
      ]);
      expect(statuses.map(({ status }) => status)).toEqual([200, 403, 403]);
    } finally {
      await close();
    }
  });
});
