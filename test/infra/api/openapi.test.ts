import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { Validator } from '@seriousme/openapi-schema-validator';
import { PROBLEMS } from '../../../handlers/contract/problems.ts';
import { SCOPES } from '../../../handlers/contract/vocabulary.ts';
import type { DescribedAnswer, MediaType, Route } from '../../support/api-document.ts';
import { apiDocument, brokenRule, resolved, routes } from '../../support/api-document.ts';
import { resourcesOf, synthesised } from '../../support/synth.ts';

// With receipts, because the document also describes the route that publishes their keys.
const { main } = synthesised('receipts');
const { schemas } = apiDocument.components;
const nameOf = ({ method, path }: Route): string => `${method} ${path}`;

const answersOf = ({ operation }: Route): [string, DescribedAnswer][] =>
  Object.entries(operation.responses).map(([status, answer]) => [status, resolved<DescribedAnswer>(answer)]);

const mediaOf = (route: Route): MediaType[] => [
  ...Object.values(route.operation.requestBody?.content ?? {}),
  ...answersOf(route).flatMap(([, { content = {} }]) => Object.values(content)),
];

/** The problem codes that a route's answers list. */
const problemsOf = (route: Route): string[] =>
  answersOf(route).flatMap(([, { content = {} }]) =>
    Object.values(content).flatMap(({ schema }): string[] => schema.properties?.code?.enum ?? []),
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
  it("is valid OpenAPI 3.1 and has the package's version and licence", async () => {
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

  it('has a route for every scope and every problem', () => {
    const scopes = routes.flatMap(({ operation }) => operation.security.flatMap(({ oauth2 = [] }) => oauth2));
    expect(new Set(scopes)).toEqual(new Set(Object.values(SCOPES)));
    expect(new Set(routes.flatMap(problemsOf))).toEqual(new Set(Object.keys(PROBLEMS)));
  });

  it('declares Retry-After where waiting helps, and nowhere else', () => {
    const keyed = ['POST /tokens 409', 'POST /tokens/verify 409', 'POST /deliveries 409'];
    for (const route of routes) {
      for (const [status, { headers = {} }] of answersOf(route)) {
        const answer = `${nameOf(route)} ${status}`;
        const waits = ['429', '503'].includes(status) || keyed.includes(answer);
        expect([answer, 'Retry-After' in headers]).toEqual([answer, waits]);
      }
    }
  });

  it('uses only keywords of JSON Schema', () => {
    // The validator is strict: it throws on any other keyword.
    const all = [...routes.flatMap(mediaOf).map(({ schema }) => schema), ...Object.values<object>(schemas)];
    expect(() => all.map((schema) => brokenRule(schema, null))).not.toThrow();
  });

  it('has examples that its own schemas allow, and no phone number that could be real', () => {
    const media = routes.flatMap(mediaOf);
    for (const { schema, examples = {} } of media) {
      for (const { value } of Object.values(examples)) {
        expect([value, brokenRule(schema, value)]).toEqual([value, undefined]);
      }
    }
    for (const schema of Object.values<{ examples?: unknown[] }>(schemas)) {
      for (const value of schema.examples ?? []) {
        expect([value, brokenRule(schema, value)]).toEqual([value, undefined]);
      }
    }
    const numbers = JSON.stringify(apiDocument).match(/\+\d[\d ]{9,}/g) ?? [];
    expect(numbers.filter((number) => !/^\+1 ?202 ?555 ?01\d\d$/.test(number))).toEqual([]);
  });
});
