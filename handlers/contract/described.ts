/**
 * Descriptions of schemas: texts, examples and the JSON Schema keywords that zod cannot derive.
 *
 * Only the API reference is generated from them (docs/build). Nothing here runs in a Lambda function or in
 * the page.
 */
import type { $ZodType, output } from 'zod/v4/core';
import { clone } from 'zod/v4/core';

/** JSON Schema keywords, in addition to those derived from the schema. */
export interface Described {
  readonly description?: string;
  readonly examples?: readonly unknown[];
  readonly [keyword: string]: unknown;
}

/** A schema with a name in the reference. */
export interface Component<T extends $ZodType = $ZodType> extends Described {
  readonly id: string;
  readonly schema: () => T;
}

/** The type that a component's schema describes, deeply read-only. */
export type Answered<C extends Component> = Immutable<output<ReturnType<C['schema']>>>;

export type Immutable<T> = T extends readonly (infer Item)[]
  ? readonly Immutable<Item>[]
  : T extends object
    ? { readonly [Name in keyof T]: Immutable<T[Name]> }
    : T;

const descriptions = new Map<$ZodType, Described>();
const schemas = new Map<string, $ZodType>();

/** A copy of the schema with a description, for this place only. */
export function described<T extends $ZodType>(schema: T, more: Described | string): T {
  const here = clone(schema, schema._zod.def as T['_zod']['def'], { parent: true });
  descriptions.set(here, typeof more === 'string' ? { description: more } : more);
  return here;
}

/** The schema of a component: always the same object, so that other schemas can refer to it. */
export function schemaOf<T extends $ZodType>({ id, schema, ...more }: Component<T>): T {
  const known = schemas.get(id);
  if (known !== undefined) {
    return known as T;
  }
  const made = schema();
  schemas.set(id, made);
  descriptions.set(made, { ...descriptions.get(made), ...more, id });
  return made;
}

/** A reference to a component, for keywords that hold schemas. */
export function referenceTo(component: Component): Described {
  schemaOf(component);
  return { $ref: `#/components/schemas/${component.id}` };
}

/** What must hold for a value when the condition does. */
export const ifThen = (condition: Described, consequence: Described): Described => ({
  if: condition,
  // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
  then: consequence,
});

/** Everything described so far. */
export const everythingDescribed = (): ReadonlyMap<$ZodType, Described> => descriptions;
