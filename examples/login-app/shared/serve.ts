/** A small web server for pages and forms. */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CookieHeader } from './cookies.ts';
import type { Html } from './html.ts';
import { html } from './html.ts';
import { renderPage } from './page.ts';
import { Refusal, readForm } from './read-form.ts';

export interface Visit {
  readonly cookies: CookieHeader;
  /** The fields of a submitted form. */
  readonly form: URLSearchParams;
}

export type Answer =
  /** `cookies` are headers `Set-Cookie`. */
  | { readonly page: Html; readonly cookies?: readonly string[] }
  /** After a form, so that a reload does not submit it again. */
  | { readonly redirect: string; readonly cookies?: readonly string[] }
  | { readonly file: string; readonly type: string };

/** What answers a method and a path, such as `GET /sign-in`. */
export type Routes = Readonly<Record<string, (visit: Visit) => Answer | Promise<Answer>>>;

export interface ServeOptions {
  readonly port: number;
  /** Where people reach the app, such as `https://login.example.com`. Default: this machine and the port. */
  readonly origin?: string | undefined;
  /** The routes; they may depend on whether the origin has https. */
  readonly routes: (origin: string) => Routes;
}

/** Every page has it, those about errors too. */
const STYLE: Answer = {
  file: readFileSync(new URL('style.css', import.meta.url), 'utf8'),
  type: 'text/css; charset=utf-8',
};
const FAILED = 'Something went wrong. Try again.';

const HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy':
    "default-src 'none'; style-src 'self'; script-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  // With no-referrer, browsers would send `Origin: null` with the app's own forms (Fetch, 3.2).
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
};

/** Resolves when the app listens on this machine; behind a proxy, that is where it should. */
export async function serve({
  port,
  origin,
  routes,
}: ServeOptions): Promise<{ server: Server; url: string }> {
  const server = createServer((request, response) => {
    respond(request, served, url).then(
      (answer) => send(request, response, answer),
      (error: unknown) => sendProblem(response, error, url),
    );
  }).listen(port, '127.0.0.1');
  await once(server, 'listening');
  // As browsers write it: without a slash at the end, and in lower case.
  const url = origin ? new URL(origin).origin : `http://localhost:${(server.address() as AddressInfo).port}`;
  const served: Routes = { ...routes(url), 'GET /style.css': () => STYLE };
  return { server, url };
}

async function respond(request: IncomingMessage, routes: Routes, origin: string): Promise<Answer> {
  const [path = ''] = (request.url ?? '').split('?');
  const method = request.method === 'HEAD' ? 'GET' : (request.method ?? '');
  const name = `${method} ${path}`;
  const route = Object.hasOwn(routes, name) ? routes[name] : undefined;
  if (!route) {
    throw new Refusal(Object.keys(routes).some((each) => each.endsWith(` ${path}`)) ? 405 : 404);
  }
  const form = method === 'POST' ? await readForm(request, origin) : new URLSearchParams();
  return route({ cookies: request.headers.cookie, form });
}

function send(request: IncomingMessage, response: ServerResponse, answer: Answer): void {
  const isHead = request.method === 'HEAD';
  if ('redirect' in answer) {
    response.writeHead(303, {
      ...HEADERS,
      location: answer.redirect,
      'set-cookie': [...(answer.cookies ?? [])],
    });
    response.end();
  } else if ('page' in answer) {
    response.writeHead(200, {
      ...HEADERS,
      'content-type': 'text/html; charset=utf-8',
      'set-cookie': [...(answer.cookies ?? [])],
    });
    response.end(isHead ? undefined : answer.page.markup);
  } else {
    response.writeHead(200, { ...HEADERS, 'content-type': answer.type });
    response.end(isHead ? undefined : answer.file);
  }
}

function sendProblem(response: ServerResponse, error: unknown, origin: string): void {
  const isRefusal = error instanceof Refusal;
  if (!isRefusal) {
    console.error(error);
  }
  const title = isRefusal ? error.message : FAILED;
  const content = html`<p><a href="${origin}/">Back to the start</a></p>`;
  response.writeHead(isRefusal ? error.status : 500, {
    ...HEADERS,
    'content-type': 'text/html; charset=utf-8',
    // What is left of a form that is too long is not read, so the connection cannot be used again.
    connection: 'close',
  });
  response.end(renderPage({ title, notice: undefined, content }).markup);
}
