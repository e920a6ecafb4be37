import { once } from 'node:events';
import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { postWebhook, publicLookup, replyTo } from '../../../../handlers/adapters/https/webhook-post.ts';

const lookUp = (host: string, all = false) =>
  new Promise((resolve) => {
    publicLookup(host, { all }, (error, address, family) => resolve({ code: error?.code, address, family }));
  });

describe('the look-up of a receiver', () => {
  it('refuses a name that leads to this machine', async () => {
    expect(await lookUp('localhost')).toMatchObject({ code: 'ENOTPUBLIC' });
    expect(await lookUp('localhost', true)).toMatchObject({ code: 'ENOTPUBLIC', address: [] });
  });

  it('refuses addresses of the inside that are written as a name', async () => {
    expect(await lookUp('169.254.169.254')).toMatchObject({ code: 'ENOTPUBLIC' });
    expect(await lookUp('10.0.0.1', true)).toMatchObject({ code: 'ENOTPUBLIC' });
  });

  it('gives public addresses in the form that was asked for', async () => {
    expect(await lookUp('8.8.8.8')).toEqual({ code: undefined, address: '8.8.8.8', family: 4 });
    expect(await lookUp('8.8.8.8', true)).toMatchObject({ address: [{ address: '8.8.8.8', family: 4 }] });
  });
});

describe('a webhook', () => {
  it('reaches nobody inside, and says that the receiver is unreachable', async () => {
    const message = { body: '{}', headers: { 'webhook-id': '1' } };
    expect(await postWebhook('https://localhost/', message)).toEqual({ failure: 'unreachable' });
  });
});

describe('the reply of a receiver', () => {
  /** What is made of an answer; a receiver without one says nothing, and one whose answer is empty hangs up. */
  const replyAfter = async (answer: string | undefined, patienceMs = 5_000) => {
    const server = createServer((socket) => {
      socket.unref();
      socket.on('error', () => undefined);
      socket.once('data', () => (answer === '' ? socket.destroy() : answer && socket.write(answer)));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const signal = AbortSignal.timeout(patienceMs);
    const { port } = server.address() as AddressInfo;
    const posted = request(`http://127.0.0.1:${port}/`, { method: 'POST', agent: false, signal });
    const reply = replyTo(posted, signal);
    posted.end('{}');
    try {
      return await Promise.race([reply, sleep(10_000, 'nothing', { ref: false })]);
    } finally {
      server.close();
    }
  };

  it.each([
    ['an answer', 'HTTP/1.1 204 No Content\r\n\r\n', { status: 204 }],
    ['an endless answer', 'HTTP/1.1 500 X\r\nRetry-After: 7\r\n\r\nx', { status: 500, retryAfterSeconds: 7 }],
    [
      'another protocol',
      'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n',
      { status: 101 },
    ],
    ['something else than HTTP', 'EHLO\r\n\r\n', { failure: 'unreachable' }],
    ['the end of the connection', '', { failure: 'unreachable' }],
  ])('comes at once after %s', async (_, answer, reply) => {
    expect(await replyAfter(answer)).toEqual(reply);
  });

  it('comes in time where there is no answer', async () => {
    expect(await replyAfter(undefined, 50)).toEqual({ failure: 'timeout' });
    expect(await replyAfter('HTTP/1.1 103 Early Hints\r\n\r\n', 50)).toEqual({ failure: 'timeout' });
  });
});
