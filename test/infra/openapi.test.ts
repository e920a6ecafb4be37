import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { Validator } from '@seriousme/openapi-schema-validator';
import { AUDIT_ACTIONS } from '../../handlers/contract/audit.ts';
import { ERROR_NAMES, EXECUTION_FAILURES } from '../../handlers/contract/metrics.ts';
import { PROBLEMS, type ProblemCode } from '../../handlers/contract/problems.ts';
import {
  CHANNELS,
  LISTED_STATUSES,
  REQUESTED_CHANNELS,
  SCOPES,
  TOKEN_FORMATS,
} from '../../handlers/contract/vocabulary.ts';
import {
  apiDocument,
  brokenRule,
  type DescribedAnswer,
  type MediaType,
  type Route,
  resolved,
  routes,
} from '../support/api-document.ts';
import { resourcesOf, synthesised } from '../support/synth.ts';

// With receipts, because the document describes the route of their keys too.
const { main } = synthesised('receipts');
const { schemas } = apiDocument.components;
const nameOf = ({ method, path }: Route): string => `${method} ${path}`;

const answersOf = ({ operation }: Route): [string, DescribedAnswer][] =>
  Object.entries(operation.responses).map(([status, answer]) => [status, resolved<DescribedAnswer>(answer)]);

const mediaOf = (route: Route): MediaType[] => [
  ...Object.values(route.operation.requestBody?.content ?? {}),
  ...answersOf(route).flatMap(([, { content = {} }]) => Object.values(content)),
];

const isNarrow = ({ schema }: MediaType): boolean => schema.properties?.code?.enum?.length > 0;

/** Codes by status, as a route's answers list them. */
const problemsOf = (route: Route): [string, ProblemCode][] =>
  answersOf(route).flatMap(([status, { content = {} }]) =>
    Object.values(content).flatMap(({ schema }): [string, ProblemCode][] =>
      (schema.properties?.code?.enum ?? []).map((code: ProblemCode) => [status, code]),
    ),
  );

/** The synthesised methods by route: scopes, whether a body is expected, and required parameters. */
function synthesisedRoutes(): Record<string, object> {
  const resources = new Map(resourcesOf(main, 'AWS::ApiGateway::Resource'));
  const pathOf = (ref: { Ref?: string }): string => {
    const resource = ref.Ref ? resources.get(ref.Ref) : undefined;
    return resource ? `${pathOf(resource.Properties.ParentId)}/${resource.Properties.PathPart}` : '';
  };
  return Object.fromEntries(
    resourcesOf(main, 'AWS::ApiGateway::Method').map(([, { Properties }]) => {
      const path = pathOf(Properties.ResourceId);
      const asked = Object.entries<boolean>(Properties.RequestParameters ?? {}).flatMap(([name, required]) =>
        required ? [name.replace('method.request.', '').replace('querystring', 'query')] : [],
      );
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => `path.${name}`);
      return [
        `${Properties.HttpMethod} ${path}`,
        {
          scopes: Properties.AuthorizationScopes ?? [],
          body: Properties.RequestModels !== undefined,
          required: [...asked, ...inPath].sort(),
        },
      ];
    }),
  );
}

describe('docs/openapi.yaml', () => {
  it('is valid OpenAPI 3.1 and of the version of the package', async () => {
    const validator = new Validator();
    expect(await validator.validate(structuredClone(apiDocument))).toEqual({ valid: true });
    expect(validator.version).toBe('3.1');
    const { version, license } = JSON.parse(readFileSync('package.json', 'utf8'));
    expect(apiDocument.info).toMatchObject({ version, license: { identifier: license } });
  });

  it('describes the routes of the synthesised API, with their scopes, bodies and required parameters', () => {
    const described = routes.map((route): [string, object] => [
      nameOf(route),
      {
        scopes: route.operation.security[0]?.oauth2 ?? [],
        body: route.operation.requestBody?.required ?? false,
        required: route.parameters
          .flatMap((each) => (each.required ? [`${each.in}.${each.name}`] : []))
          .sort(),
      },
    ]);
    expect(Object.fromEntries(described)).toEqual(synthesisedRoutes());
  });

  it('offers the scopes that the user pool has, and every scope of the contract', () => {
    const synthesised = resourcesOf(main, 'AWS::Cognito::UserPoolResourceServer').flatMap(
      ([, { Properties }]) =>
        Properties.Scopes.map((scope: { ScopeName: string; ScopeDescription: string }) => [
          `${Properties.Identifier}/${scope.ScopeName}`,
          scope.ScopeDescription,
        ]),
    );
    const { clientCredentials, authorizationCode } = apiDocument.components.securitySchemes.oauth2.flows;
    expect(clientCredentials.scopes).toEqual(Object.fromEntries(synthesised));
    expect(authorizationCode.scopes).toEqual(clientCredentials.scopes);
    const asked = routes.flatMap(({ operation }) => operation.security.flatMap(({ oauth2 = [] }) => oauth2));
    expect([...new Set(asked)].sort()).toEqual(Object.values(SCOPES).sort());
  });

  it('lists every problem code, under the status that it has and no other', () => {
    const listed = routes.flatMap(problemsOf);
    for (const [status, code] of listed)
      expect([code, status]).toEqual([code, String(PROBLEMS[code]?.status)]);
    expect([...new Set(listed.map(([, code]) => code))].sort()).toEqual(Object.keys(PROBLEMS).sort());
    expect(schemas.ProblemCode.enum).toEqual(Object.keys(PROBLEMS));
  });

  it('narrows every problem that it describes to the codes of its route', () => {
    const loose = routes.flatMap((route) =>
      answersOf(route)
        .filter(
          ([status, { content = {} }]) => Number(status) >= 400 && !Object.values(content).every(isNarrow),
        )
        .map(([status]) => `${nameOf(route)} ${status}`),
    );
    expect(loose).toEqual([]);
  });

  it('has the words of the contract', () => {
    expect(schemas.Channel.enum).toEqual([...CHANNELS]);
    expect(schemas.RequestedChannel.enum).toEqual([...REQUESTED_CHANNELS]);
    expect(schemas.TokenFormat.enum).toEqual([...TOKEN_FORMATS]);
    expect(schemas.ListedStatus.enum).toEqual([...LISTED_STATUSES]);
    expect(schemas.AuditEntry.properties.action.enum).toEqual([...AUDIT_ACTIONS]);
    expect(schemas.FailureName.enum).toEqual([...Object.values(ERROR_NAMES), ...EXECUTION_FAILURES]);
  });

  it('uses only keywords that JSON Schema knows', () => {
    // The validator is strict: it throws at a schema with another.
    const all = [...routes.flatMap(mediaOf).map(({ schema }) => schema), ...Object.values<object>(schemas)];
    expect(() => all.map((schema) => brokenRule(schema, null))).not.toThrow();
  });

  it('has examples that its own schemas allow, and no number that could be somebody’s', () => {
    const media = routes.flatMap(mediaOf);
    for (const { schema, examples = {} } of media) {
      for (const { value } of Object.values(examples))
        expect([value, brokenRule(schema, value)]).toEqual([value, undefined]);
    }
    for (const schema of Object.values<{ examples?: unknown[] }>(schemas)) {
      for (const value of schema.examples ?? [])
        expect([value, brokenRule(schema, value)]).toEqual([value, undefined]);
    }
    const numbers = JSON.stringify(apiDocument).match(/\+\d[\d ]{9,}/g) ?? [];
    expect(numbers.filter((number) => !/^\+1 ?202 ?555 ?01\d\d$/.test(number))).toEqual([]);
  });
});
