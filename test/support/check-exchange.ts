/** Checks that an HTTP request and its response are as docs/openapi.yaml describes them. */
import type { DescribedAnswer, Header, Parameter, Route } from './api-document.ts';
import { apiDocument, brokenRule, resolved, routes } from './api-document.ts';

/** One request and its response. */
export interface Exchange {
  readonly method: string;
  /** Includes the query. */
  readonly path: string;
  readonly payload: string | undefined;
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

const { schemas, headers: SERVICE_HEADERS } = apiDocument.components;

/** @throws when the document does not describe the exchange, or describes it differently */
export function checkExchange(exchange: Exchange): void {
  const { method, path, status } = exchange;
  const route = routeOf(exchange);
  const rule = route === undefined ? unknownRouteRule(exchange) : routeRule(route, exchange);
  if (rule === undefined) {
    return;
  }
  const name = route === undefined ? `${method} ${path}` : `${method} ${route.path}`;
  throw new Error(`${name} answered ${status}, which docs/openapi.yaml does not describe: ${rule}`);
}

/** The route of the request. As in API Gateway, a literal segment takes precedence over a parameter. */
function routeOf({ method, path }: Exchange): Route | undefined {
  const segments = path.split('?', 1)[0]?.split('/') ?? [];
  const matches = routes.filter((route) => {
    const pattern = route.path.split('/');
    return (
      route.method === method &&
      pattern.length === segments.length &&
      pattern.every((part, index) => part.startsWith('{') || part === segments[index])
    );
  });
  return matches.find(({ path }) => !path.includes('{')) ?? matches[0];
}

/** The only allowed response to an unknown route is a problem. */
const unknownRouteRule = (exchange: Exchange): string | undefined =>
  answerRule({ content: { 'application/problem+json': { schema: schemas.Problem } } }, exchange);

function routeRule(route: Route, exchange: Exchange): string | undefined {
  const described = route.operation.responses[exchange.status];
  if (described === undefined) {
    return `no such status; the body is ${exchange.text}`;
  }
  return (
    answerRule(resolved<DescribedAnswer>(described), exchange) ??
    (exchange.status < 400 ? requestRule(route, exchange) : undefined)
  );
}

function answerRule(described: DescribedAnswer, { method, headers, text }: Exchange): string | undefined {
  const headersRule = headerRule(described.headers ?? {}, headers);
  if (headersRule !== undefined) {
    return headersRule;
  }
  // RFC 9110 section 9.3.2: the headers that GET would have, and no content.
  if (method === 'HEAD') {
    return text === '' ? undefined : 'it has a body';
  }
  if (described.content === undefined) {
    return text === '' ? undefined : 'it has a body';
  }
  const waitRule = retryAfterRule(headers, text);
  if (waitRule !== undefined) {
    return waitRule;
  }
  const type = headers.get('content-type')?.split(';', 1)[0]?.trim() ?? 'none';
  const schema = described.content[type]?.schema;
  return schema === undefined ? `its content type is ${type}` : brokenRule(schema, JSON.parse(text));
}

/** A wait must be in the header and the body, or in neither. */
function retryAfterRule(headers: Headers, text: string): string | undefined {
  const { retry_after: member } = JSON.parse(text) as { readonly retry_after?: number };
  const header = headers.get('retry-after');
  const isSame = (header === null ? undefined : Number(header)) === member;
  return isSame ? undefined : `Retry-After is ${header}, and the body's retry_after ${member}`;
}

function headerRule(
  described: NonNullable<DescribedAnswer['headers']>,
  headers: Headers,
): string | undefined {
  const surplus = Object.keys(SERVICE_HEADERS).find((name) => headers.has(name) && !(name in described));
  if (surplus !== undefined) {
    return `it has a header ${surplus}`;
  }
  if (!('Cache-Control' in described) && headers.get('cache-control') !== 'no-store') {
    return 'it may be cached';
  }
  for (const [name, header] of Object.entries(described)) {
    const { required = false, schema } = resolved<Header>(header);
    const value = headers.get(name);
    if (value === null && required) {
      return `it lacks the header ${name}`;
    }
    const rule = value === null ? undefined : brokenRule(schema, read(value));
    if (rule !== undefined) {
      return `${name}: ${rule}`;
    }
  }
  return undefined;
}

/** The document must allow every request that the API accepted. */
function requestRule({ operation, parameters }: Route, { path, payload }: Exchange): string | undefined {
  for (const [name, value] of new URL(path, 'http://localhost').searchParams) {
    const parameter = parameters.find((each: Parameter) => each.in === 'query' && each.name === name);
    if (parameter === undefined) {
      return `the request has a parameter ${name}`;
    }
    const rule = brokenRule(parameter.schema, typed(parameter, value));
    if (rule !== undefined) {
      return `the request's ${name}: ${rule}`;
    }
  }
  const schema = operation.requestBody?.content['application/json']?.schema;
  if (schema === undefined) {
    return payload === undefined ? undefined : 'the request has a body';
  }
  const rule = brokenRule(schema, JSON.parse(payload ?? 'null'));
  return rule && `the request's ${rule}`;
}

/** The value of a parameter in its type. Text stays text, even if it looks like a number. */
const typed = ({ schema }: Parameter, value: string): unknown =>
  schema.type === 'integer' || schema.type === 'boolean' ? read(value) : value;

/** Parses text that is a number or a boolean; returns other text unchanged. */
function read(text: string): unknown {
  return /^(\d+|true|false)$/.test(text) ? JSON.parse(text) : text;
}
