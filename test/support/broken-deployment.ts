/**
 * A deployment with one fault: a proxy in front of a working deployment, which changes requests or responses.
 */
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import type { Urls } from './courier.ts';

export interface Asked {
  readonly method: string;
  /** Includes the query. */
  readonly path: string;
  /** By name, in the spelling in which they were sent. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Given {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Responds instead of the deployment; `forward` passes a request to it. */
export type Fault = (asked: Asked, forward: (asked: Asked) => Promise<Given>) => Given | Promise<Given>;

export interface BrokenDeployment {
  /** Also serves the issuer's token endpoint. */
  readonly url: string;
  readonly close: () => Promise<void>;
}

export async function breakDeployment(urls: Urls, fault: Fault): Promise<BrokenDeployment> {
  const server = createServer((request, response) => {
    answer(request, response, urls, fault).catch((error: Error) => response.destroy(error));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

async function answer(request: IncomingMessage, response: ServerResponse, urls: Urls, fault: Fault) {
  const asked = {
    method: request.method ?? 'GET',
    path: request.url ?? '/',
    headers: headersOf(request),
    body: await text(request),
  };
  const { status, headers, body } = await fault(asked, (each) => forward(each, urls));
  response.writeHead(status, headers).end(body);
}

async function forward({ method, path, headers, body }: Asked, urls: Urls): Promise<Given> {
  const origin = path.startsWith('/oauth2/') ? urls.issuerUrl : urls.pageUrl;
  const response = await fetch(`${origin}${path}`, { method, headers, ...(body === '' ? {} : { body }) });
  return {
    status: response.status,
    headers: endToEnd([...response.headers]),
    body: await response.text(),
  };
}

function headersOf({ rawHeaders }: IncomingMessage): Record<string, string> {
  return endToEnd(
    rawHeaders.flatMap((name, index) =>
      index % 2 === 0 ? [[name, rawHeaders[index + 1] ?? ''] as const] : [],
    ),
  );
}

/** Drops headers about a single connection, and about the encoding of the body in transit. */
function endToEnd(pairs: readonly (readonly [string, string])[]): Record<string, string> {
  const own = /^(host|connection|keep-alive|transfer-encoding|content-length|content-encoding)$/i;
  return Object.fromEntries(pairs.filter(([name]) => !own.test(name)));
}
