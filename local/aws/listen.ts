/** An HTTP server of this machine only, which answers once it is told how. */
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { forThisMachineOnly } from '../loopback-host.ts';
import type { WireAnswer, WireRequest } from './wire.ts';

const HOST = '127.0.0.1';
const PORT_VARIABLE = 'AWS_PORT';

export type Serve = (request: WireRequest) => Promise<WireAnswer>;

export interface ListeningServer {
  readonly url: string;
  /** Requests before this get 503. */
  serve(serve: Serve): void;
  close(): Promise<void>;
}

/** @throws naming the port and the variable that changes it, when the port is taken */
export async function listen(port: number): Promise<ListeningServer> {
  let current: Serve = async () => ({ status: 503, headers: {}, body: 'Starting.' });
  const server = createServer(
    forThisMachineOnly((request, response) => void answer(request, response, (each) => current(each))),
  );
  server.listen(port, HOST);
  try {
    await once(server, 'listening');
  } catch (cause) {
    throw portError(port, cause);
  }
  return {
    url: `http://${HOST}:${(server.address() as AddressInfo).port}`,
    serve(serve) {
      current = serve;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function portError(port: number, cause: unknown): Error {
  const { code } = cause as NodeJS.ErrnoException;
  const reason = code === 'EADDRINUSE' ? 'is taken by another program' : `cannot be used (${code})`;
  const message = `Port ${port} ${reason}. Set ${PORT_VARIABLE} to another one; 0 picks a free one.`;
  return Object.assign(new Error(message, { cause }), { port, code });
}

async function answer(request: IncomingMessage, response: ServerResponse, serve: Serve): Promise<void> {
  const { status, headers, body } = await toWireRequest(request).then(serve).catch(internalFailure);
  response.writeHead(status, headers).end(body);
}

async function toWireRequest(request: IncomingMessage): Promise<WireRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return {
    method: request.method ?? 'GET',
    // A path may begin with two slashes, which would be a host to a base URL.
    url: new URL(`http://${HOST}${request.url}`),
    headers: request.headers,
    body: Buffer.concat(chunks),
  };
}

function internalFailure(error: unknown): WireAnswer {
  process.stderr.write(`AWS endpoint: ${error instanceof Error ? error.stack : error}\n`);
  const body = JSON.stringify({ __type: 'InternalFailure', message: 'The local runtime failed.' });
  return { status: 500, headers: { 'content-type': 'application/x-amz-json-1.0' }, body };
}
