/**
 * Keeps what a function sends to hosts outside on this machine: nothing of a local run reaches anybody else. What
 * would go there by https goes to the AWS endpoint instead, which answers in their place (aws/outside/).
 */
import type { ClientRequest, IncomingMessage, RequestOptions } from 'node:http';
import { syncBuiltinESMExports } from 'node:module';
import { CALLER_HEADER, TARGET_HEADER } from './protocol.ts';

// Not imported: an ES module that imports node:http makes Node load undici, for its getters there. That is a fifth
// of an environment's start.
const { request } = process.getBuiltinModule('node:http');

type OnResponse = (response: IncomingMessage) => void;
type Arguments = [string | URL | RequestOptions, (RequestOptions | OnResponse)?, OnResponse?];

/** Replaces `https.request` and `https.get` of this thread. */
export function keepInside(outsideUrl: string): void {
  const https: Record<'request' | 'get', unknown> = process.getBuiltinModule('node:https');
  https.request = (...given: Arguments): ClientRequest => inside(outsideUrl, given);
  https.get = (...given: Arguments): ClientRequest => inside(outsideUrl, given).end();
  syncBuiltinESMExports();
}

function inside(outsideUrl: string, given: Arguments): ClientRequest {
  const [first, second, third] = given;
  const hasUrl = typeof first === 'string' || first instanceof URL;
  const options = (hasUrl ? (typeof second === 'object' ? second : {}) : first) as RequestOptions;
  const onResponse = [second, third].find((each) => typeof each === 'function') as OnResponse | undefined;
  const target = hasUrl ? new URL(first) : urlOf(options);
  const { method = 'GET', headers = {}, signal, timeout } = options;
  return request(
    outsideUrl,
    {
      method,
      headers: {
        ...(headers as Record<string, string>),
        [TARGET_HEADER]: target.href,
        // As calls of AWS name it in their signature.
        [CALLER_HEADER]: process.env.AWS_ACCESS_KEY_ID ?? '',
      },
      ...(signal && { signal }),
      ...(timeout === undefined ? {} : { timeout }),
    },
    onResponse,
  );
}

const urlOf = ({ hostname, host, port, path = '/' }: RequestOptions): URL =>
  new URL(path ?? '/', `https://${hostname ?? host ?? 'localhost'}${port ? `:${port}` : ''}`);
