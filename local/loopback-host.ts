/**
 * Accepts only requests to this machine's names and, if a page sent them, only from pages of this machine.
 *
 * A web page elsewhere can point its own name at 127.0.0.1 and then call what listens there as its own origin
 * (DNS rebinding); the Host header reveals that. It can also send a form or plain text to any address without
 * a CORS preflight, which is enough to send a message or run a function; the Origin header reveals that.
 * Every server of the local runtime uses this check.
 */
import type { IncomingMessage, RequestListener } from 'node:http';

const LOOPBACK_HOST = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/i;
/** The absolute-form, meant for proxies, which every server must accept: RFC 9112 section 3.2.2. */
const ABSOLUTE_FORM = /^https?:\/\/(?<host>[^/?#]*)(?<rest>.*)$/is;

const NAMES = 'This server answers to localhost, 127.0.0.1 and [::1] only';
const PURPOSE = 'It serves this machine only.';

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
  detail: `${NAMES}, and to pages from there; the Origin header names another. ${PURPOSE}`,
};

/** Passes on requests from this machine, with a path as their target, and refuses all others. */
export function forThisMachineOnly(listener: RequestListener): RequestListener {
  return (request, response) => {
    const refusal = refusalOf(request);
    if (refusal === undefined) {
      return listener(request, response);
    }
    const { status, title, code, detail } = refusal;
    // A problem document that AWS's clients can read too: they look for `__type` and `message`.
    const document = { type: 'about:blank', title, status, detail, __type: code, message: detail };
    // The body of the request is not read, so the connection cannot be reused.
    response
      .writeHead(status, { 'Content-Type': 'application/problem+json', Connection: 'close' })
      .end(JSON.stringify(document));
  };
}

/** Undefined for a request to pass on, whose target it reduces to a path. */
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
