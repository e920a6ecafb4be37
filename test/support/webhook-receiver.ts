/** A receiver of webhooks on this machine, as its owner would write it: with the official library. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

interface Received {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

interface Receiver {
  /** In the order of their arrival. */
  readonly received: readonly Received[];
  /** What it answers from now on. */
  answer: number;
  /** @returns where it listens */
  listen(): Promise<string>;
  close(): void;
}

export function createReceiver(): Receiver {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    const body = (await buffer(request)).toString('utf8');
    received.push({ headers: request.headers as Record<string, string>, body });
    response.writeHead(receiver.answer).end();
  });
  const receiver: Receiver = {
    received,
    answer: 204,
    async listen() {
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      return `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks`;
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
  return receiver;
}
