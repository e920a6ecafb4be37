/** The emulators' HTTP server, for requests from AWS clients on this machine. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { listenOnLoopback } from '../../http/listen-loopback.ts';
import type { WireAnswer, WireRequest } from './wire.ts';

const HOST = '127.0.0.1';

/** Without an answer, the connection is cut. */
export type Serve = (request: WireRequest) => Promise<WireAnswer | undefined>;

export interface ListeningServer {
  readonly url: string;
  /** Starts to answer requests; earlier ones get a 503. */
  serve(serve: Serve): void;
  close(): Promise<void>;
}

/** @throws {PortInUseError} */
export async function listen(port: number): Promise<ListeningServer> {
  const server = await listenOnLoopback(port);
  return {
    url: `http://${HOST}:${server.port}`,
    serve: (serve) => server.serve((request, response) => void answer(request, response, serve)),
    close: server.close,
  };
}

async function answer(request: IncomingMessage, response: ServerResponse, serve: Serve): Promise<void> {
  const gone = new AbortController();
  response.on('close', () => {
    // An abort makes an error with its stack, which every answered call would pay for.
    if (!response.writableFinished) {
      gone.abort();
    }
  });
  const answered = await toWireRequest(request, gone.signal).then(serve).catch(internalFailure);
  if (answered) {
    response.writeHead(answered.status, answered.headers).end(answered.body);
  } else {
    response.destroy();
  }
}

async function toWireRequest(request: IncomingMessage, gone: AbortSignal): Promise<WireRequest> {
  return {
    method: request.method ?? 'GET',
    // Not resolved against a base URL, which would read a path that begins with two slashes as a host.
    url: new URL(`http://${HOST}${request.url}`),
    headers: request.headers,
    body: await buffer(request),
    gone,
  };
}

function internalFailure(error: unknown): WireAnswer {
  process.stderr.write(`AWS endpoint: ${error instanceof Error ? error.stack : error}\n`);
  const body = JSON.stringify({ __type: 'InternalFailure', message: 'The local runtime failed.' });
  return { status: 500, headers: { 'content-type': 'application/x-amz-json-1.0' }, body };
}
