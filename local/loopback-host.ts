/**
 * Answers under the names of this machine only, and pages of this machine only.
 *
 * A web page elsewhere can point its own name at 127.0.0.1 and then call what listens there as its own origin (DNS
 * rebinding); the Host header reveals that. It can also send a form or plain text to any address without asking
 * first, which is enough to have a message sent or a function run; the Origin header reveals that. Every server of
 * the local runtime is wrapped in this.
 */
import type { IncomingMessage, RequestListener } from 'node:http';

const LOOPBACK_HOST = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/i;
/** The form for proxies, which a server has to read, too: RFC 9112 section 3.2.2. */
const ABSOLUTE_FORM = /^https?:\/\/(?<host>[^/?#]*)(?<rest>.*)$/is;

const NAMES = 'This server answers to localhost, 127.0.0.1 and [::1] only';
const PURPOSE = 'It runs on this machine and for this machine.';

interface Refusal {
  readonly status: number;
  readonly title: string;
  readonly code: string;
  readonly detail: string;
}

const BAD_TARGET: Refusal = {
  status: 400,
  title: 'Bad request target',
  code: 'BadRequest',
  detail: 'The request target is neither a path nor a URL.',
};
const FOREIGN_HOST: Refusal = {
  status: 403,
  title: 'Foreign Host header',
  code: 'ForeignHost',
  detail: `${NAMES}; the Host header names another. ${PURPOSE}`,
};
const FOREIGN_ORIGIN: Refusal = {
  status: 403,
  title: 'Foreign Origin header',
  code: 'ForeignOrigin',
  detail: `${NAMES}, and to their pages; the Origin header names another. ${PURPOSE}`,
};

/** Passes on what this machine asks for, its target as a path, and refuses the rest. */
export function forThisMachineOnly(listener: RequestListener): RequestListener {
  return (request, response) => {
    const refusal = refusalOf(request);
    if (refusal === undefined) {
      return listener(request, response);
    }
    const { status, title, code, detail } = refusal;
    // A problem document that AWS's clients can read too: they look for `__type` and `message`.
    const document = { type: 'about:blank', title, status, detail, __type: code, message: detail };
    // Nothing of the request is read: the connection cannot be used again.
    response
      .writeHead(status, { 'Content-Type': 'application/problem+json', Connection: 'close' })
      .end(JSON.stringify(document));
  };
}

/** Leaves a path as the target of a request that is passed on. */
function refusalOf(request: IncomingMessage): Refusal | undefined {
  const { origin } = request.headers;
  const absolute = ABSOLUTE_FORM.exec(request.url ?? '')?.groups;
  if (absolute) {
    request.url = (absolute.rest ?? '').replace(/^(?!\/)/, '/');
  }
  if (!request.url?.startsWith('/')) {
    return BAD_TARGET;
  }
  const hosts = [request.headers.host ?? '', ...(absolute ? [absolute.host ?? ''] : [])];
  if (!hosts.every((host) => LOOPBACK_HOST.test(host))) {
    return FOREIGN_HOST;
  }
  if (origin !== undefined && !LOOPBACK_HOST.test(origin.replace(/^https?:\/\//i, ''))) {
    return FOREIGN_ORIGIN;
  }
  return undefined;
}
