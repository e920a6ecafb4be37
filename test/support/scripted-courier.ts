/** Answers as Token Courier and its issuer, from a script, and notes what it was asked. */
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json, text } from 'node:stream/consumers';
import type { Services } from './language-program.ts';

/** A body with its status, or a connection that breaks off. Its `retry_after` is the header too. */
export type Reply = 'hang up' | readonly [status: number, body: Readonly<Record<string, unknown>>];

interface Asked {
  readonly path: string;
  readonly authorization: string | undefined;
  readonly key: string | undefined;
  readonly body: unknown;
  readonly atMs: number;
}

export interface ScriptedCourier extends Services {
  readonly asked: readonly Asked[];
  close(): void;
}

/** @param script the replies of each path, in order; the last one is repeated */
export async function startScriptedCourier(
  script: Readonly<Record<string, readonly Reply[]>>,
): Promise<ScriptedCourier> {
  const asked: Asked[] = [];
  const server = createServer(async (request, response) => {
    const path = request.url ?? '';
    const { authorization, 'idempotency-key': key } = request.headers;
    const body = await bodyOf(request);
    const made = asked.filter((each) => each.path === path).length;
    asked.push({ path, authorization, key: key?.toString(), body, atMs: Date.now() });
    const replies = script[path] ?? [];
    send(response, replies[Math.min(made, replies.length - 1)] ?? [404, {}]);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    apiUrl: `${origin}/api`,
    tokenUrl: `${origin}/oauth2/token`,
    asked,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

const bodyOf = (request: IncomingMessage): Promise<unknown> =>
  request.headers['content-type'] === 'application/x-www-form-urlencoded' ? text(request) : json(request);

function send(response: ServerResponse, reply: Reply): void {
  if (reply === 'hang up') {
    response.destroy();
    return;
  }
  const [status, body] = reply;
  response.writeHead(status, {
    'content-type': status < 400 ? 'application/json' : 'application/problem+json',
    ...(body.retry_after === undefined ? {} : { 'retry-after': String(body.retry_after) }),
  });
  response.end(JSON.stringify(body));
}
