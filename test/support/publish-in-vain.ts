/**
 * A program: publishes to services that fail, and prints how the sender classified each failure. It needs its
 * own process, because in Jest's modules an error from Node's sockets is not an instance of `Error`, and the
 * SDK would wrap it.
 */
import { once } from 'node:events';
import type { RequestListener } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createPublisher } from '../../handlers/adapters/sns/client.ts';
import { snsSmsSender } from '../../handlers/adapters/sns/sms-sender.ts';

const PLAIN = { senderId: '', originationNumber: '', entityId: '', templateId: '', maxPriceUsd: '' };

const SERVICES: Record<string, RequestListener> = {
  'hangs up once it has the request': (request) => request.resume().on('end', () => request.destroy()),
  'hangs up in the middle of its answer': (request, response) => {
    response.writeHead(200, { 'content-length': '400' }).write('<PublishResponse>');
    setTimeout(() => request.destroy(), 50);
  },
  'answers what nobody can read': (_, response) => response.writeHead(200).end('<PublishResponse'),
};

async function publishTo(listener: RequestListener | undefined) {
  let tries = 0;
  const server = createServer((request, response) => {
    tries += 1;
    listener?.(request, response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  if (listener === undefined) {
    server.close();
  }
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = createPublisher({ region: 'eu-west-1', endpoint, credentials });
  const error = await snsSmsSender(client, PLAIN)
    .send('+919876543210', 'x')
    .catch((cause: unknown) => cause);
  client.destroy();
  server.closeAllConnections();
  server.close();
  const { name, isOutcomeUnknown } = error as { name?: string; isOutcomeUnknown?: boolean };
  return { name, isOutcomeUnknown, tries };
}

const results: Record<string, unknown> = { 'is not there': await publishTo(undefined) };
for (const [name, listener] of Object.entries(SERVICES)) {
  results[name] = await publishTo(listener);
}
console.log(JSON.stringify(results));
