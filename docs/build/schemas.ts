/** The JSON Schemas of the table of routes, by name, for the components of an OpenAPI 3.1 document. */
import * as z from 'zod/mini';
import type { $ZodType } from 'zod/v4/core';
import type { Described } from '../../handlers/contract/described.ts';
import { everythingDescribed, schemaOf } from '../../handlers/contract/described.ts';
import type { Route } from '../../handlers/contract/route.ts';
import { describedFields } from '../../handlers/contract/routes/described-fields.ts';
import { FIREWALL_PROBLEM, PROBLEM } from '../../handlers/contract/routes/problem-schemas.ts';
import type { RouteName } from '../../handlers/contract/routes.ts';
import { ROUTES, routeReferences } from '../../handlers/contract/routes.ts';

type JsonSchema = Described;

export interface RouteSchemas {
  readonly components: Readonly<Record<string, JsonSchema>>;
  /** A route's path parameters or its query, as the schema of an object. */
  readonly parametersOf: (route: RouteName, place: 'params' | 'query') => ParameterSchemas;
}

interface ParameterSchemas {
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
}

const PLACE = '#/components/schemas/';

export function routeSchemas(): RouteSchemas {
  describeAll();
  const parameters = namedParameters();
  const registry: Registry = z.registry();
  for (const [schema, described] of everythingDescribed()) {
    registry.add(schema, { ...described });
  }
  for (const [schema, id] of parameters) {
    registry.add(schema, { id });
  }
  const all = generate(registry);
  for (const { body } of Object.values(routeReferences())) {
    if (body) {
      describeMembers(all.get(body.id), body.members ?? {});
    }
  }
  const ofParameters = new Set(parameters.values());
  const components = [...all]
    .filter(([id]) => !ofParameters.has(id))
    .sort(([one], [other]) => (one < other ? -1 : 1));
  return {
    components: Object.fromEntries(components),
    parametersOf: (name, place) => {
      const schema = (ROUTES[name] as Route)[place];
      const id = schema && parameters.get(schema);
      return ((id && all.get(id)) || {}) as ParameterSchemas;
    },
  };
}

/**
 * Registers every component: `schemaOf` records the fields, responses, problems and bodies that it is called
 * with.
 */
function describeAll(): void {
  for (const each of [...describedFields(), PROBLEM, FIREWALL_PROBLEM]) {
    schemaOf(each);
  }
  for (const [name, reference] of Object.entries(routeReferences())) {
    for (const { body } of Object.values(reference.answers)) {
      if (body) {
        schemaOf(body());
      }
    }
    const { body }: Route = ROUTES[name as RouteName];
    if (body === undefined || reference.body === undefined) {
      continue;
    }
    const { members: _members, requests: _requests, ...component } = reference.body;
    schemaOf({ ...component, schema: () => body });
  }
}

/** Names for the path parameters and queries, which routes may share. No component has such a name. */
function namedParameters(): ReadonlyMap<$ZodType, string> {
  const names = new Map<$ZodType, string>();
  for (const { params, query } of Object.values<Route>(ROUTES)) {
    for (const schema of [params, query]) {
      if (schema !== undefined && !names.has(schema)) {
        names.set(schema, `parameters ${names.size}`);
      }
    }
  }
  return names;
}

type Registry = ReturnType<typeof z.registry<Record<string, unknown> & { id?: string }>>;

function generate(registry: Registry): ReadonlyMap<string, JsonSchema> {
  const { schemas } = z.toJSONSchema(registry, {
    uri: (id) => PLACE + id,
    metadata: registry,
    // What callers send. For responses it makes no difference: their schemas transform nothing.
    io: 'input',
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => {
      dropSafeIntegerBounds(jsonSchema);
      // zod takes examples to be of a transformation's output; these are of its input.
      const examples = everythingDescribed().get(zodSchema)?.examples;
      if (examples !== undefined) {
        jsonSchema.examples = [...examples];
      }
    },
  });
  return new Map(Object.entries(schemas).map(([id, { $schema, $id, ...schema }]) => [id, schema]));
}

/** Adds the route's descriptions of single members to the schema of its body. */
function describeMembers(schema: JsonSchema | undefined, members: Readonly<Record<string, Described>>): void {
  const properties = schema?.properties as Record<string, JsonSchema> | undefined;
  for (const [name, described] of Object.entries(members)) {
    const property = properties?.[name];
    if (property === undefined) {
      throw new Error(`There is no member ${name} to describe`);
    }
    Object.assign(property, described);
  }
}

/**
 * zod limits integers to those that a JavaScript number represents exactly, which is not a rule of the API.
 */
function dropSafeIntegerBounds(schema: JsonSchema & { minimum?: unknown; maximum?: unknown }): void {
  if (schema.minimum === Number.MIN_SAFE_INTEGER) {
    delete schema.minimum;
  }
  if (schema.maximum === Number.MAX_SAFE_INTEGER) {
    delete schema.maximum;
  }
}
