/** A fake AWS endpoint that gives the answer that a test sets, and records the calls. */
import { once } from 'node:events';
import type { IncomingHttpHeaders } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface FakeAws {
  readonly url: string;
  readonly calls: { readonly url: string; readonly headers: IncomingHttpHeaders; readonly body: string }[];
  answer: { status: number; headers?: Record<string, string>; body: string; delayMs?: number };
  close(): Promise<void>;
}

export async function startFakeAws(): Promise<FakeAws> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) {
      chunks.push(chunk as Buffer);
    }
    const body = Buffer.concat(chunks).toString('utf8');
    fake.calls.push({ url: request.url ?? '', headers: request.headers, body });
    const { status, headers = {}, body: answered, delayMs = 0 } = fake.answer;
    const timer = setTimeout(() => response.writeHead(status, headers).end(answered), delayMs);
    response.once('close', () => clearTimeout(timer));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const fake: FakeAws = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls: [],
    answer: { status: 200, body: '{}' },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return fake;
}
