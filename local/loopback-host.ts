/**
 * Answers under the names of this machine only.
 *
 * A web page elsewhere can point its own name at 127.0.0.1 and then call what listens there as its own origin (DNS
 * rebinding); the Host header reveals that. Every server of the local runtime uses this check.
 */
import type { RequestListener } from 'node:http';

const LOOPBACK_HOST = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/i;

const DETAIL =
  'This server answers to localhost, 127.0.0.1 and [::1] only; the Host header names another. It runs on this machine and for this machine.';

/** A problem document that AWS's clients can read too: they look for `__type` and `message`. */
const REFUSAL = JSON.stringify({
  type: 'about:blank',
  title: 'Foreign Host header',
  status: 403,
  detail: DETAIL,
  __type: 'ForeignHost',
  message: DETAIL,
});

/** Passes on requests that name this machine, and refuses all others with 403. */
export function refuseForeignHosts(listener: RequestListener): RequestListener {
  return (request, response) => {
    if (LOOPBACK_HOST.test(request.headers.host ?? '')) return listener(request, response);
    // Nothing of the request is read: the connection cannot be used again.
    response.writeHead(403, { 'Content-Type': 'application/problem+json', Connection: 'close' }).end(REFUSAL);
  };
}
