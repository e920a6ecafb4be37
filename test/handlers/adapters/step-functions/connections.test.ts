/** What a start of the machine makes of its connection, over real sockets. */
import { once } from 'node:events';
import type { Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createSfnClient, startIssueBy } from '../../../../handlers/adapters/step-functions/start-issue.ts';

const INPUT = { request_id: 'r-1', client_id: 'c', idempotency_key: '', body: '{}' };
const ISSUED = { http_status: 201, body: '{"token_id":"t"}' };

let server: Server;
let arrived: number;

/**
 * Keeps connections alive, and ends each while it is idle. Its client, frozen meanwhile, learns that from the next
 * request that it writes: nobody reads it, and the connection is reset.
 */
beforeEach(async () => {
  const used = new WeakSet<Socket>();
  arrived = 0;
  server = createServer(({ socket }, response) => {
    if (used.has(socket)) {
      socket.resetAndDestroy();
      return;
    }
    used.add(socket);
    arrived += 1;
    response.end(JSON.stringify({ status: 'SUCCEEDED', output: JSON.stringify(ISSUED) }));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
});

afterEach(() => {
  server.closeAllConnections();
  server.close();
});

describe('a start after a pause', () => {
  it('reaches Step Functions, although it ended the connection of the start before', async () => {
    const client = createSfnClient({
      region: 'eu-west-1',
      endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
      disableHostPrefix: true,
    });
    const start = startIssueBy(client, 'arn:aws:states:eu-west-1:123456789012:stateMachine:issue');
    expect([await start(INPUT), await start(INPUT), arrived]).toEqual([ISSUED, ISSUED, 2]);
    client.destroy();
  });
});
