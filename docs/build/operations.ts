/** Turns a row of the table of routes into an OpenAPI operation. */
import { safeParse } from 'zod/v4/core';
import type { Described } from '../../handlers/contract/described.ts';
import type { Route, RouteReference } from '../../handlers/contract/route.ts';
import type { RouteName } from '../../handlers/contract/routes.ts';
import { ROUTES } from '../../handlers/contract/routes.ts';
import { problemResponses } from './problem-responses.ts';
import type { RouteSchemas } from './schemas.ts';

const JSON_TYPE = 'application/json';

/** The route's operations by OpenAPI's method names: its own method and, for an open route, HEAD. */
export function operationsOf(
  name: RouteName,
  reference: RouteReference,
  schemas: RouteSchemas,
): Record<string, object> {
  const route: Route = ROUTES[name];
  const { tag, summary, description, head } = reference;
  const problems = problemResponses(route, reference);
  const parameters = parametersOf(name, reference, schemas);
  const operation = {
    operationId: name,
    tags: [tag],
    summary,
    ...(description && { description }),
    security: securityOf(route, reference),
    ...(parameters.length > 0 && { parameters }),
    ...(reference.body && { requestBody: requestBodyOf(reference.body) }),
    responses: { ...answersOf(route, reference), ...problems },
  };
  return {
    [route.method.toLowerCase()]: operation,
    ...(head && { head: headOf(head, operation, reference) }),
  };
}

/** Either the route's scope alone, or that scope with one that allows more. */
function securityOf({ scope }: Route, { moreWith }: RouteReference): object[] {
  if (scope === undefined) {
    return [];
  }
  return [{ oauth2: [scope] }, ...(moreWith === undefined ? [] : [{ oauth2: [scope, moreWith] }])];
}

function parametersOf(name: RouteName, reference: RouteReference, schemas: RouteSchemas): object[] {
  const route: Route = ROUTES[name];
  const standIns = (route.query && (safeParse(route.query, {}).data as Record<string, unknown>)) ?? {};
  const unused = new Set(Object.keys(reference.parameters ?? {}));
  const inPlace = (place: 'params' | 'query'): object[] => {
    const { properties = {}, required = [] } = schemas.parametersOf(name, place);
    return Object.entries(properties).map(([parameter, generated]) => {
      unused.delete(parameter);
      const { description, ...keywords }: Described = reference.parameters?.[parameter] ?? {};
      if (description === undefined) {
        throw new Error(`${name} has no description of ${parameter}`);
      }
      const standIn = standIns[parameter];
      return {
        name: parameter,
        in: place === 'params' ? 'path' : 'query',
        ...(required.includes(parameter) && { required: true }),
        description,
        schema: {
          ...('type' in keywords ? keywords : { ...generated, ...keywords }),
          ...(standIn !== undefined && { default: standIn }),
        },
      };
    });
  };
  const all = [...inPlace('params'), ...inPlace('query'), ...headerOf(reference)];
  if (unused.size > 0) {
    throw new Error(`${name} has no parameter ${[...unused]}`);
  }
  return all;
}

const EVERY_KEY = 'An empty key counts as none. Only the header is read; header names are case-insensitive.';

function headerOf({ idempotencyKey }: RouteReference): object[] {
  if (idempotencyKey === undefined) {
    return [];
  }
  const { description, example } = idempotencyKey;
  return [
    {
      name: 'Idempotency-Key',
      in: 'header',
      description: `${description}\n${EVERY_KEY}`,
      schema: { $ref: '#/components/schemas/IdempotencyKey' },
      example,
    },
  ];
}

function requestBodyOf({ id, requests }: NonNullable<RouteReference['body']>): object {
  const examples = Object.entries(requests).map(([name, value]) => [name, { value }]);
  return {
    required: true,
    content: {
      [JSON_TYPE]: {
        schema: { $ref: `#/components/schemas/${id}` },
        examples: Object.fromEntries(examples),
      },
    },
  };
}

function answersOf({ idempotencyKey }: Route, { answers }: RouteReference): Record<string, object> {
  const each = Object.entries(answers).map(
    ([status, { says, body, mediaType = JSON_TYPE, cacheControl }]) => {
      const headers = {
        ...(idempotencyKey && {
          'Idempotency-Replayed': { $ref: '#/components/headers/Idempotency-Replayed' },
        }),
        ...(cacheControl && {
          'Cache-Control': {
            description: cacheControl.description,
            required: true,
            schema: { const: cacheControl.value },
          },
        }),
      };
      const schema = body && { $ref: `#/components/schemas/${body().id}` };
      return [
        status,
        {
          description: says,
          ...(Object.keys(headers).length > 0 && { headers }),
          ...(schema && { content: { [mediaType]: { schema } } }),
        },
      ];
    },
  );
  return Object.fromEntries(each);
}

/** HEAD has the headers of GET's successful responses, without content. */
function headOf(
  { operationId, summary, says }: NonNullable<RouteReference['head']>,
  { tags, security, responses }: { tags: string[]; security: object[]; responses: Record<string, object> },
  { answers }: RouteReference,
): object {
  const without = Object.entries(responses).map(([status, response]) => {
    if (!(Number(status) in answers)) {
      return [status, response];
    }
    const { content: _content, ...rest } = response as { content?: unknown };
    return [status, { ...rest, description: says }];
  });
  return { operationId, tags, summary, security, responses: Object.fromEntries(without) };
}
