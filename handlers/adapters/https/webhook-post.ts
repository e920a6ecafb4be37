/**
 * Posts a webhook: https only, no redirects, no proxy, to a public address, within the time that the standard
 * recommends. What the receiver answers is not read, except for its status and `Retry-After`.
 *
 * The name is looked up here, and the connection goes to the address that was judged: a name that leads elsewhere a
 * moment later (DNS rebinding) gains nothing by it.
 */
import { lookup } from 'node:dns';
import type { ClientRequest, IncomingMessage } from 'node:http';
import https from 'node:https';
import type { LookupFunction } from 'node:net';
import { isPublicAddress } from '../../domain/events/public-address.ts';
import type { Reply } from '../../domain/events/send-webhook.ts';
import type { WebhookMessage } from '../../domain/events/webhook-message.ts';

/** From the look-up to the status. */
const TIMEOUT_MS = 15_000;
const MAX_HEADER_BYTES = 16_384;
const NOT_PUBLIC = 'ENOTPUBLIC';

/** @returns only public addresses; none is an error. */
export const publicLookup: LookupFunction = (host, options, callback) => {
  lookup(host, { ...options, all: true }, (error, addresses) => {
    if (error) {
      callback(error, []);
      return;
    }
    const [first, ...others] = addresses.filter(({ address }) => isPublicAddress(address));
    if (first === undefined) {
      callback(Object.assign(new Error('The name leads to no public address'), { code: NOT_PUBLIC }), []);
    } else if (options.all) {
      callback(null, [first, ...others]);
    } else {
      callback(null, first.address, first.family);
    }
  });
};

/** No connection is kept: between two webhooks Lambda may freeze the function for hours. */
const agent = new https.Agent({ keepAlive: false, minVersion: 'TLSv1.2' });

export function postWebhook(url: string, { body, headers }: WebhookMessage): Promise<Reply> {
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const posted = https.request(url, {
    method: 'POST',
    headers: { ...headers, 'content-length': Buffer.byteLength(body) },
    agent,
    lookup: publicLookup,
    maxHeaderSize: MAX_HEADER_BYTES,
    signal,
  });
  const reply = replyTo(posted, signal);
  posted.end(body);
  return reply;
}

/** However the request ends, there is a reply: others are sent beside it, and all of them wait for it. */
export const replyTo = (posted: ClientRequest, signal: AbortSignal): Promise<Reply> =>
  new Promise((resolve) => {
    const settle = (answer: IncomingMessage) => {
      answer.on('error', () => undefined);
      answer.destroy();
      resolve({ status: answer.statusCode ?? 0, ...retryAfter(answer.headers['retry-after']) });
    };
    // After the answer there is nothing more to say: the promise is settled.
    const noAnswer = () => resolve({ failure: signal.aborted ? 'timeout' : 'unreachable' });
    posted.on('response', settle);
    // 101 with `Upgrade`. Unless somebody listens, Node drops the connection, with neither an answer nor an error:
    // https://nodejs.org/api/http.html#event-upgrade
    posted.on('upgrade', (answer, socket) => {
      socket.destroy();
      settle(answer);
    });
    posted.on('error', noAnswer);
    posted.on('close', noAnswer);
  });

/** Seconds; a date is not looked at, as clocks differ. */
const retryAfter = (header: string | undefined): { readonly retryAfterSeconds?: number } =>
  /^\d{1,6}$/.test(header ?? '') ? { retryAfterSeconds: Number(header) } : {};
