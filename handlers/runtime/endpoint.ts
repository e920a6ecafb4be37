/** Turns a function of the request into a Lambda handler for API Gateway, and errors into problems. */
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import type { $ZodType } from 'zod/v4/core';
import type { Actor } from '../contract/audit.ts';
import { NOT_JSON } from '../contract/problem-document.ts';
import type { Checked, Route } from '../contract/route.ts';
import type { Decision, Refusal } from '../domain/decision.ts';
import { accept, refuse, refuseFields } from '../domain/decision.ts';
import { CourierError } from '../domain/errors.ts';
import { parseBody, parseFields } from '../domain/parse-request.ts';
import type { Handler } from './gateway-event.ts';
import { bodyIn, headersNamed, mediaTypeIn, pathIn, requestIdOf, viewerIn } from './gateway-event.ts';
import { problemAnswer } from './http-answer.ts';
import type { Notes } from './observability.ts';
import { observed } from './observability.ts';

const JSON_TYPE = 'application/json';

/** The parts of a request that endpoints use. */
export interface Request {
  /** Undefined when there was none. */
  readonly body: string | undefined;
  /** Without parameters, in lower case. */
  readonly mediaType: string;
  readonly path: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string | undefined>>;
  readonly scopes: ReadonlySet<string>;
  /** The client that the access token was issued to; empty on a route that takes none. */
  readonly clientId: string;
  /** The header; empty without one. Several spellings of its name are joined, which makes no valid key. */
  readonly idempotencyKey: string;
  /** The person who signed in, or the client. */
  readonly actor: Actor;
  readonly requestId: string;
  readonly sourceIp: string;
  /**
   * The address before `sourceIp` in X-Forwarded-For: CloudFront puts the viewer's there, others whatever
   * they like.
   */
  readonly forwardedFor?: string;
}

/** A request that matches its route's row. */
interface Call<R extends Route> {
  readonly params: Checked<R, 'params'>;
  readonly query: Checked<R, 'query'>;
  readonly body: Checked<R, 'body'>;
  readonly idempotencyKey: Checked<R, 'idempotencyKey'>;
  readonly request: Request;
}

/**
 * The handler of an endpoint: it refuses a request that does not match the row, answers with what the
 * endpoint decides, and turns what the endpoint throws into a problem.
 */
export function endpoint<const R extends Route>(
  route: R,
  run: (call: Call<R>, notes: Notes) => Promise<Decision<APIGatewayProxyResult>>,
): Handler {
  return async (event, context) => {
    const requestId = requestIdOf(event, context);
    try {
      return await observed(route.answeredBy, context, 'RequestsFailed', async (notes) => {
        notes.add({ request_id: requestId });
        const request = readRequest(event, requestId);
        const call = request.ok ? parseCall(route, request.value) : request;
        const decision = call.ok ? await run(call.value, notes) : call;
        if (decision.ok) {
          return decision.value;
        }
        notes.refused(decision.refusal.code);
        return problemAnswer(decision.refusal, requestId);
      });
    } catch (error) {
      return problemAnswer(refusalOf(error), requestId);
    }
  };
}

/** Parses the parts that the row has schemas for, in the order in which they appear in a request. */
function parseCall<R extends Route>(route: R, request: Request): Decision<Call<R>> {
  const params = checked(route.params, (schema) => parseFields(schema, request.path, 'path'));
  if (!params.ok) {
    return params;
  }
  const query = checked(route.query, (schema) => parseFields(schema, request.query, 'query'));
  if (!query.ok) {
    return query;
  }
  const body = checked(route.body, (schema) => jsonBody(schema, request));
  if (!body.ok) {
    return body;
  }
  const key = checked(route.idempotencyKey, (schema) =>
    parseFields(schema, request.idempotencyKey, 'Idempotency-Key'),
  );
  if (!key.ok) {
    return key;
  }
  const parts = { params: params.value, query: query.value, body: body.value, idempotencyKey: key.value };
  return accept({ ...parts, request } as Call<R>);
}

const checked = (
  schema: $ZodType | undefined,
  parse: (schema: $ZodType) => Decision<unknown>,
): Decision<unknown> => (schema === undefined ? accept(undefined) : parse(schema));

/**
 * Checks a JSON body. API Gateway validates only media types that it has a model for and passes all others to a
 * proxy, so they are refused here. A body without Content-Type is treated as JSON.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-request-validation.html
 */
function jsonBody(schema: $ZodType, { body, mediaType }: Request): Decision<unknown> {
  if (mediaType === JSON_TYPE) {
    return parseBody(schema, body);
  }
  return refuse('unsupported_media_type', NOT_JSON.detail, NOT_JSON.errors);
}

/** The only place where faults become HTTP; an unknown error discloses nothing about itself. */
const refusalOf = (error: unknown): Refusal =>
  error instanceof CourierError
    ? { code: error.code, detail: `${error.message}.` }
    : { code: 'internal_error', detail: 'The fault was logged under the request_id.' };

function readRequest(event: APIGatewayProxyEvent, requestId: string): Decision<Request> {
  const path: Record<string, string> = {};
  for (const [name, value] of Object.entries(pathIn(event))) {
    if (value === undefined) {
      return refuseFields([{ field: name, rule: 'must be percent-encoded UTF-8' }]);
    }
    path[name] = value;
  }
  const claims: Readonly<Record<string, unknown>> = event.requestContext.authorizer?.claims ?? {};
  const { scope, client_id } = claims;
  const forwardedFor = viewerIn(event.headers);
  return {
    ok: true,
    value: {
      body: bodyIn(event),
      mediaType: mediaTypeIn(event.headers) ?? JSON_TYPE,
      path,
      query: event.queryStringParameters ?? {},
      scopes: new Set(typeof scope === 'string' ? scope.split(' ') : []),
      clientId: typeof client_id === 'string' ? client_id : '',
      idempotencyKey: headersNamed('idempotency-key', event.headers).join(', '),
      actor: actorIn(claims),
      requestId,
      sourceIp: event.requestContext.identity?.sourceIp ?? '',
      ...(forwardedFor === undefined ? {} : { forwardedFor }),
    },
  };
}

/** Only a person's access token has a username; a client's `sub` is the client's id. */
function actorIn({ sub, username, client_id }: Readonly<Record<string, unknown>>): Actor {
  const ids = { sub: String(sub ?? ''), client_id: String(client_id ?? '') };
  return typeof username === 'string'
    ? { type: 'operator', ...ids, name: username }
    : { type: 'client', ...ids };
}
