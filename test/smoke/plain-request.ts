/** A request without User-Agent, as many auth systems send it. `fetch` always adds one. */
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { text } from 'node:stream/consumers';
import { Answer, Unreachable } from './http-client.ts';

const TIMEOUT_MS = 30_000;

/** @throws {Unreachable} */
export async function requestWithoutUserAgent(url: string): Promise<Answer> {
  const { protocol, pathname } = new URL(url);
  const request = protocol === 'https:' ? requestHttps : requestHttp;
  try {
    const sent = request(url, { signal: AbortSignal.timeout(TIMEOUT_MS) }).end();
    const [message] = (await once(sent, 'response')) as [IncomingMessage];
    const headers = new Headers();
    for (const [name, value] of Object.entries(message.headersDistinct)) {
      headers.set(name, (value ?? []).join());
    }
    return new Answer(
      `GET ${pathname}`,
      { status: message.statusCode ?? 0, headers },
      await text(message),
      {},
    );
  } catch (error) {
    throw new Unreachable(`GET ${pathname}: no answer`, { cause: error });
  }
}
