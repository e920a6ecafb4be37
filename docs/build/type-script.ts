/** JSON Schemas as TypeScript, for the client's types. */
import type { Described } from '../../handlers/contract/described.ts';

const PLACE = '#/components/schemas/';
/** As in biome.json. */
export const LINE_WIDTH = 110;
/** The longest text of a comment on one line, without the line's indentation. */
const COMMENT_WIDTH = 100;

/** The parts of JSON Schema that the components use. */
export interface Schema extends Described {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly items?: Schema;
  readonly oneOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
}

export type Schemas = Readonly<Record<string, Schema>>;

/** A declaration of the component, with its description. */
export function declarationOf(name: string, schemas: Schemas): string {
  const schema = known(name, schemas);
  const comment = commentOf(schema.description, '');
  const type = typeOf(schema, schemas, '');
  return schema.properties === undefined
    ? `${comment}${assigned(`export type ${name} =`, type, '')};`
    : `${comment}export interface ${name} ${type}`;
}

/** The components that these refer to, themselves included, in the order of the alphabet. */
export function componentsFor(names: readonly string[], schemas: Schemas): readonly string[] {
  const found = new Set<string>();
  const visit = (name: string) => {
    if (!found.has(name)) {
      found.add(name);
      for (const each of referencesIn(known(name, schemas))) {
        visit(each);
      }
    }
  };
  names.forEach(visit);
  return [...found].filter((name) => !isInlined(known(name, schemas))).sort();
}

const referencesIn = (schema: Schema): string[] => [
  ...(schema.$ref === undefined ? [] : [nameIn(schema.$ref)]),
  ...[
    ...Object.values(schema.properties ?? {}),
    ...(schema.oneOf ?? []),
    ...(schema.items === undefined ? [] : [schema.items]),
    ...(typeof schema.additionalProperties === 'object' ? [schema.additionalProperties] : []),
  ]
    // In the keyword oneOf, alternatives without a type only say which members are required.
    .filter((each) => each.$ref !== undefined || each.type !== undefined)
    .flatMap(referencesIn),
];

/** A schema's type; members are indented by one level more than `indent`. */
export function typeOf(schema: Schema, schemas: Schemas, indent: string): string {
  if (schema.$ref !== undefined) {
    const name = nameIn(schema.$ref);
    return isInlined(known(name, schemas)) ? typeOf(known(name, schemas), schemas, indent) : name;
  }
  if (schema.const !== undefined || schema.enum !== undefined) {
    return (schema.enum ?? [schema.const])
      .map((value) => (typeof value === 'string' ? `'${value}'` : String(value)))
      .join(' | ');
  }
  if (schema.properties !== undefined) {
    return membersOf(schema, schemas, indent);
  }
  if (schema.oneOf !== undefined) {
    return schema.oneOf.map((each) => typeOf(each, schemas, indent)).join(' | ');
  }
  if (Array.isArray(schema.type)) {
    return schema.type.map((type) => typeOf({ ...schema, type }, schemas, indent)).join(' | ');
  }
  return plainTypeOf(schema, schemas, indent);
}

function plainTypeOf(
  { type, items, additionalProperties }: Schema,
  schemas: Schemas,
  indent: string,
): string {
  switch (type) {
    case 'integer':
      return 'number';
    case 'string':
    case 'number':
    case 'boolean':
    case 'null':
      return type;
    case 'array':
      return `readonly ${typeOf(items ?? {}, schemas, indent)}[]`;
    case 'object':
      return `Readonly<Record<string, ${typeOf(additionalProperties as Schema, schemas, indent)}>>`;
    default:
      throw new Error(`There is no TypeScript for the type ${type}`);
  }
}

function membersOf({ properties, required = [] }: Schema, schemas: Schemas, indent: string): string {
  const inner = `${indent}  `;
  const members = Object.entries(properties ?? {}).map(([name, schema]) => {
    const optional = required.includes(name) ? '' : '?';
    const comment = commentOf(describe(schema, schemas), inner);
    return `${comment}${assigned(`${inner}readonly ${name}${optional}:`, typeOf(schema, schemas, inner), inner)};\n`;
  });
  return `{\n${members.join('')}${indent}}`;
}

/** A union that is too long for its line has a line for each of its alternatives, as Biome has it. */
function assigned(start: string, type: string, indent: string): string {
  const line = `${start} ${type}`;
  return line.length < LINE_WIDTH || type.includes('\n')
    ? line
    : `${start}\n${type
        .split(' | ')
        .map((each) => `${indent}  | ${each}`)
        .join('\n')}`;
}

/** A member's own description, or else that of the component which its type does not name. */
function describe({ $ref, description }: Schema, schemas: Schemas): string | undefined {
  const component = $ref === undefined ? undefined : known(nameIn($ref), schemas);
  return description ?? (component && isInlined(component) ? component.description : undefined);
}

function commentOf(text: string | undefined, indent: string): string {
  if (text === undefined) {
    return '';
  }
  const lines = wrap(text.replaceAll('\n', ' '));
  return lines.length === 1
    ? `${indent}/** ${lines[0]} */\n`
    : `${indent}/**\n${lines.map((line) => `${indent} * ${line}\n`).join('')}${indent} */\n`;
}

function wrap(text: string): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last === undefined || last.length + word.length >= COMMENT_WIDTH) {
      lines.push(word);
    } else {
      lines[lines.length - 1] = `${last} ${word}`;
    }
  }
  return lines;
}

/** Names for kinds of strings and numbers say less than `string` and `number`. */
const isInlined = ({ type, enum: values, properties }: Schema): boolean =>
  values === undefined && properties === undefined && typeof type === 'string';

function known(name: string, schemas: Schemas): Schema {
  const schema = schemas[name];
  if (schema === undefined) {
    throw new Error(`There is no component ${name}`);
  }
  return schema;
}

const nameIn = (reference: string): string => reference.slice(PLACE.length);
