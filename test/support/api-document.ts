/** What docs/openapi.yaml describes, for the tests. */
import type { AnySchemaObject } from 'ajv/dist/2020.js';
import { Ajv2020 as Validator } from 'ajv/dist/2020.js';
import { readApiDocument } from './api-document-file.ts';

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
  readonly tags: readonly string[];
  /** Alternatives: each of them is enough. */
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

export const apiDocument = await readApiDocument();

/** Resolves a reference to anything but a schema: the validator resolves those. */
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

// The document describes formats by patterns, so the validator needs no package for formats.
const validator = new Validator({
  allErrors: true,
  strictTypes: false,
  strictRequired: false,
  validateFormats: false,
});

/**
 * The names under which the validator knows the document's schemas. It compiles a schema with a name once. One
 * that it finds by a path, it compiles again for every schema that refers to it.
 */
const named = new Map<AnySchemaObject, string>();
for (const [name, schema] of Object.entries<AnySchemaObject>(apiDocument.components.schemas)) {
  named.set(schema, `urn:schema:${name}`);
  validator.addSchema(withNamedReferences(schema), `urn:schema:${name}`);
}

function withNamedReferences(schema: AnySchemaObject): AnySchemaObject {
  const text = JSON.stringify(schema).replaceAll('"$ref":"#/components/schemas/', '"$ref":"urn:schema:');
  return JSON.parse(text) as AnySchemaObject;
}

/** The rule of one of the document's schemas that the value breaks; undefined when it breaks none. */
export function brokenRule(schema: AnySchemaObject, value: unknown): string | undefined {
  // There is one object per schema, because the validator caches by object.
  const compared = named.get(schema) ?? completed.get(schema) ?? withNamedReferences(schema);
  if (typeof compared !== 'string') {
    completed.set(schema, compared);
  }
  if (validator.validate(compared, value)) {
    return undefined;
  }
  return validator.errorsText(validator.errors, { dataVar: 'body' });
}
const completed = new WeakMap<AnySchemaObject, AnySchemaObject>();
