/** Calls a route by its name: the method, the path and all types come from the table of routes. */
import type { Checked, Sent } from '../../../handlers/contract/route.ts';
import { ROUTE_KEYS } from '../../../handlers/contract/route-keys.ts';
import type { Answer, ROUTES, RouteName } from '../../../handlers/contract/routes.ts';
import type { Transport } from './transport.ts';
import { call } from './transport.ts';

type Row<Name extends RouteName> = (typeof ROUTES)[Name];
/** The parameters in the route's path. */
type Params<Name extends RouteName> = Sent<Row<Name>, 'params'>;
/** What the route's query may hold; the API has a default for what is left out. */
export type Query<Name extends RouteName> = Readonly<Partial<Checked<Row<Name>, 'query'>>>;
/** The body that the route accepts. */
export type Body<Name extends RouteName> = Sent<Row<Name>, 'body'>;

/** A part of a request, where the route has one. */
type Part<Name extends string, Value> = [Value] extends [undefined]
  ? { readonly [_ in Name]?: undefined }
  : { readonly [_ in Name]: Value };

/** What a caller gives for one request to the route. */
export type RequestTo<Name extends RouteName> = Part<'params', Params<Name>> &
  Part<'query', Query<Name>> &
  Part<'body', Body<Name>>;

interface AnyRequest {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: object;
  readonly body?: object;
}

/** What is sent to the API, apart from its URL and who asks. */
export interface RequestLine {
  readonly method: string;
  readonly path: string;
  readonly body?: object;
}

/** The request as it would be sent. */
export function requestLine<Name extends RouteName>(name: Name, request: RequestTo<Name>): RequestLine;
export function requestLine(name: RouteName, { params = {}, query = {}, body }: AnyRequest): RequestLine {
  const { method, path } = ROUTE_KEYS[name];
  const line = { method, path: withQuery(withParams(path, params), query) };
  return body === undefined ? line : { ...line, body };
}

/** @throws CallFailed */
export function callRoute<Name extends RouteName>(
  transport: Transport,
  name: Name,
  request: RequestTo<Name>,
): Promise<Answer<Name>>;
export async function callRoute(
  transport: Transport,
  name: RouteName,
  { params = {}, query = {}, body }: AnyRequest,
): Promise<unknown> {
  const { method, path } = ROUTE_KEYS[name];
  return call(transport, method, withQuery(withParams(path, params), query), body);
}

/** A path with its parameters, each within one segment. */
function withParams(path: string, params: Readonly<Record<string, string>>): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
}

/** A path with its query; members without a value are left out. */
function withQuery(path: string, query: object): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined);
  const parameters = new URLSearchParams(
    given.map(([name, value]): [string, string] => [name, String(value)]),
  );
  return parameters.size > 0 ? `${path}?${parameters}` : path;
}
