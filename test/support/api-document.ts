/** docs/openapi.yaml, as tests look at it. */
import { readFileSync } from 'node:fs';
import type { AnySchemaObject } from 'ajv/dist/2020.js';
import { Ajv2020 as Validator } from 'ajv/dist/2020.js';
import { parse } from 'yaml';

interface Reference {
  readonly $ref: string;
}

export interface MediaType {
  readonly schema: AnySchemaObject;
  readonly example?: unknown;
  readonly examples?: Readonly<Record<string, { readonly value: unknown }>>;
}

type Content = Readonly<Record<string, MediaType>>;

export interface Header {
  readonly required?: boolean;
  readonly schema: AnySchemaObject;
}

export interface DescribedAnswer {
  readonly headers?: Readonly<Record<string, Header | Reference>>;
  readonly content?: Content;
}

export interface Parameter extends Header {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
}

interface Operation {
  readonly operationId: string;
  /** Any one of these is enough. */
  readonly security: readonly { readonly oauth2?: readonly string[] }[];
  readonly parameters?: readonly (Parameter | Reference)[];
  readonly requestBody?: { readonly required: boolean; readonly content: Content };
  readonly responses: Readonly<Record<string, DescribedAnswer | Reference>>;
}

export interface Route {
  readonly method: string;
  readonly path: string;
  readonly operation: Operation;
  readonly parameters: readonly Parameter[];
}

const METHODS = ['get', 'head', 'put', 'post', 'delete'];

// biome-ignore lint/suspicious/noExplicitAny: parts without a type here are looked at by few tests
export const apiDocument: any = parse(
  readFileSync(new URL('../../docs/openapi.yaml', import.meta.url), 'utf8'),
);

/** Follows a reference, for everything but schemas, whose references the validator follows. */
export function resolved<T extends object>(node: T | Reference): T {
  if (!('$ref' in node)) {
    return node;
  }
  const names = node.$ref.slice('#/'.length).split('/');
  return names.reduce((place, name) => place[name], apiDocument);
}

export const routes: readonly Route[] = Object.entries<Record<string, Operation>>(apiDocument.paths).flatMap(
  ([path, item]) =>
    METHODS.flatMap((method) => {
      const operation = item[method];
      if (operation === undefined) {
        return [];
      }
      const given = [...((item.parameters ?? []) as Parameter[]), ...(operation.parameters ?? [])];
      return [{ method: method.toUpperCase(), path, operation, parameters: given.map(resolved<Parameter>) }];
    }),
);

// Formats are told apart by patterns here, so that no further package has to know them.
const validator = new Validator({
  allErrors: true,
  strictTypes: false,
  strictRequired: false,
  validateFormats: false,
});
validator.addVocabulary(['components']);

/** The rule of a schema of the document that a value breaks, if it breaks one. */
export function brokenRule(schema: AnySchemaObject, value: unknown): string | undefined {
  // The components come along for references; one object for each schema, since the validator caches by it.
  const whole = completed.get(schema) ?? { ...schema, components: apiDocument.components };
  completed.set(schema, whole);
  if (validator.validate(whole, value)) {
    return undefined;
  }
  return validator.errorsText(validator.errors, { dataVar: 'body' });
}
const completed = new WeakMap<AnySchemaObject, AnySchemaObject>();
