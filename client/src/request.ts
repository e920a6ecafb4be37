/** A route's URL and what is sent to it. */
import type { ROUTES } from './contract.ts';
import type { Host } from './host.ts';
import type { KeyedCallOptions } from './options.ts';

export interface RequestParts {
  /** Of the path and the query, by name. */
  readonly parameters?: object;
  readonly body?: object;
}

type Route = (typeof ROUTES)[keyof typeof ROUTES];

export interface ApiRequest {
  readonly url: URL;
  readonly init: { readonly method: Route['method']; readonly headers: Headers; readonly body?: string };
  readonly idempotencyKey: string | undefined;
  /** Whether carrying it out twice has no further effect. */
  readonly isRepeatable: boolean;
}

/** @throws {TypeError} for what no request can hold: an empty key, or an id that is no part of a path */
export function requestTo(
  base: URL,
  { method, path, takesKey, isRepeatable }: Route,
  { parameters = {}, body }: RequestParts,
  options: KeyedCallOptions,
  host: Host,
): ApiRequest {
  const idempotencyKey = takesKey ? (options.idempotencyKey ?? host.newKey()) : undefined;
  if (idempotencyKey === '') {
    throw new TypeError('idempotencyKey must not be empty');
  }
  return {
    url: routeUrl(base, path, Object.entries(parameters)),
    init: {
      method,
      headers: new Headers({
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
      }),
      ...(body !== undefined && { body: JSON.stringify(body) }),
    },
    idempotencyKey,
    isRepeatable,
  };
}

/** The base with a route's path; parameters that are not in the path are the query. */
function routeUrl(base: URL, path: string, parameters: readonly [string, unknown][]): URL {
  const given = parameters.filter(([, value]) => value !== undefined);
  const inPath = new Map(given.filter(([name]) => path.includes(`{${name}}`)));
  const url = new URL(base);
  url.pathname = `${base.pathname.replace(/\/$/, '')}${path.replace(/\{(\w+)\}/g, (_, name: string) => segment(name, inPath.get(name)))}`;
  url.search = new URLSearchParams(
    given
      .filter(([name]) => !inPath.has(name))
      .map(([name, value]): [string, string] => [name, String(value)]),
  ).toString();
  return url;
}

/** One segment of a path. URLs drop the last two of these names, so another path would be called. */
function segment(name: string, value: unknown): string {
  if (typeof value !== 'string' || ['', '.', '..'].includes(value)) {
    throw new TypeError(`${name} must be a string that can be a part of a path`);
  }
  return encodeURIComponent(value);
}
