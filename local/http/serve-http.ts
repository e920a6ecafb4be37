/**
 * The single origin that a browser sees: page, API, inbox and `/_local`, each under its paths. Without a
 * framework, because Hono takes some 120 ms at each start.
 */
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { GatewayAnswer, GatewayRequest, Pair } from './api-gateway/gateway-message.ts';
import type { ServeRestApi } from './api-gateway/serve-rest-api.ts';
import { MAX_PAYLOAD_BYTES } from './api-gateway/serve-rest-api.ts';
import { serveEvents } from './events/serve-events.ts';
import { serveInbox } from './inbox/serve-inbox.ts';
import type { LocalState } from './local-api.ts';
import { serveLocalApi } from './local-api.ts';
import type { Distribution } from './page/distribution.ts';

export interface HttpParts {
  /** Display name of the service. */
  readonly name: string;
  readonly stage: string;
  readonly serveApi: ServeRestApi;
  readonly distribution: Distribution;
  readonly state: LocalState;
  readonly onFailure: (message: string) => void;
}

export function serveHttp(parts: HttpParts): RequestListener {
  return (incoming, response) => {
    answer(incoming, parts)
      .then((given) => send(response, given))
      .catch((error: unknown) => {
        // A client that disconnected is not a failure.
        if (incoming.complete) {
          parts.onFailure(error instanceof Error ? (error.stack ?? error.message) : String(error));
        }
        response.destroy();
      });
  };
}

async function answer(incoming: IncomingMessage, parts: HttpParts): Promise<GatewayAnswer> {
  const request = await readRequest(incoming);
  const { path, method } = request;
  if (/^\/(_local\/|(inbox|events)(\/|$))/.test(path)) {
    return answerLocally(request, parts);
  }
  // Paths under the stage's name always lead to the API: this origin is both CloudFront's host and the API's.
  const apiPath = path.startsWith(`/${parts.stage}/`) ? path : parts.distribution.apiPath(path);
  if (apiPath !== undefined) {
    const askApi = () => parts.serveApi({ ...request, path: apiPath });
    return parts.distribution.withHeaders(path, await parts.distribution.throughCache(request, askApi));
  }
  return method === 'GET' || method === 'HEAD'
    ? parts.distribution.servePage(request)
    : parts.distribution.withHeaders(
        path,
        text(403, 'This distribution is not configured to allow the HTTP request method.'),
      );
}

async function answerLocally(request: GatewayRequest, { name, state }: HttpParts): Promise<GatewayAnswer> {
  if (request.path.startsWith('/_local/')) {
    return serveLocalApi(request, state);
  }
  return (
    serveInbox(request.path, name, state.messages) ??
    serveEvents(request.path, name, state) ??
    text(404, 'Not found.')
  );
}

const text = (status: number, body: string): GatewayAnswer => ({
  status,
  headers: [['Content-Type', 'text/plain; charset=utf-8']],
  body,
});

async function readRequest(incoming: IncomingMessage): Promise<GatewayRequest> {
  const target = incoming.url ?? '/';
  const queryAt = target.indexOf('?');
  const queryText = queryAt < 0 ? '' : target.slice(queryAt + 1);
  return {
    method: incoming.method ?? 'GET',
    path: queryAt < 0 ? target : target.slice(0, queryAt),
    query: [...new URLSearchParams(queryText)],
    headers: rawHeaders(incoming),
    body: await readBody(incoming),
    sourceIp: incoming.socket.remoteAddress ?? '127.0.0.1',
  };
}

function rawHeaders({ rawHeaders: names }: IncomingMessage): Pair[] {
  return names.flatMap((name, index): Pair[] => (index % 2 === 0 ? [[name, names[index + 1] ?? '']] : []));
}

/** Reads the whole body, but keeps only enough to show that it exceeds the limit. */
async function readBody(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    if (size <= MAX_PAYLOAD_BYTES) {
      chunks.push(chunk);
    }
    size += chunk.length;
  }
  return Buffer.concat(chunks);
}

function send(response: ServerResponse, { status, headers, body }: GatewayAnswer): void {
  response.statusCode = status;
  const isRepeatable = (name: string) => name.toLowerCase() === 'set-cookie';
  for (const [name, value] of headers) {
    if (isRepeatable(name)) {
      response.appendHeader(name, value);
    } else {
      response.setHeader(name, value);
    }
  }
  // HEAD states the length that GET would have (RFC 9110 section 9.3.2); Node states only what it sends.
  if (response.req.method === 'HEAD') {
    response.setHeader('Content-Length', Buffer.byteLength(body));
  }
  response.end(body);
}
