/** The emulators' server: requests as AWS's clients send them, on this machine only. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { listenOnLoopback, PortInUseError } from '../../http/listen-loopback.ts';
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
  const server = await listenOnLoopback(port).catch((cause: unknown) => {
    throw portError(port, cause);
  });
  return {
    url: `http://${HOST}:${server.port}`,
    serve: (serve) => server.serve((request, response) => void answer(request, response, serve)),
    close: server.close,
  };
}

function portError(port: number, cause: unknown): Error {
  const isTaken = cause instanceof PortInUseError;
  const code = isTaken ? 'EADDRINUSE' : (cause as NodeJS.ErrnoException).code;
  const reason = isTaken ? 'is taken by another program' : `cannot be used (${code})`;
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
