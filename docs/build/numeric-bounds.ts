/** The bounds of a setting's numbers and lists, read from its schema. */
import { z } from 'zod';

interface NumericBounds {
  /** In words, such as `1 to 600`; those of members name them. Markdown. */
  readonly bounds: readonly string[];
  /** Whether the setting has a number that its schema does not bound on both sides. */
  readonly unbounded: boolean;
}

export function numericBounds(field: z.core.$ZodType): NumericBounds {
  // Only what a transformation returns has no JSON Schema; it is never a number here.
  const found = boundsIn(z.toJSONSchema(field, { unrepresentable: 'any' }) as Schema);
  const membersBy = new Map<string, Set<string>>();
  for (const { member, says } of found) {
    if (says !== undefined) {
      membersBy.set(says, (membersBy.get(says) ?? new Set()).add(member));
    }
  }
  return {
    bounds: [...membersBy].map(([says, members]) => `${namesOf(members)}${says}`),
    unbounded: found.some(({ says }) => says === undefined),
  };
}

/** The part of JSON Schema that schemas of settings use. */
interface Schema {
  readonly type?: string;
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly anyOf?: readonly Schema[];
}

interface Bound {
  /** Empty for the setting itself. */
  readonly member: string;
  /** Undefined if a number is not bounded. */
  readonly says: string | undefined;
}

/** Values of a record and items of a list are named like the member that holds them. */
function boundsIn(schema: Schema, member = '', isPart = false): Bound[] {
  const { type, items, properties = {}, additionalProperties, anyOf = [] } = schema;
  const own = type === 'number' || type === 'integer' ? [{ member, says: rangeOf(schema, member) }] : [];
  const ofRecord = typeof additionalProperties === 'object' ? [additionalProperties] : [];
  return [
    ...own,
    ...lengthOf(schema, isPart),
    ...[...(items === undefined ? [] : [items]), ...ofRecord].flatMap((each) => boundsIn(each, member, true)),
    ...Object.entries(properties).flatMap(([name, each]) => boundsIn(each, name, true)),
    ...anyOf.flatMap((each) => boundsIn(each, member, isPart)),
  ];
}

/** Whole numbers that nothing else bounds have the bounds of JavaScript's numbers. */
function rangeOf({ minimum, exclusiveMinimum, maximum }: Schema, member: string): string | undefined {
  if (maximum === undefined || maximum >= Number.MAX_SAFE_INTEGER) {
    return undefined;
  }
  const most = `${inWords(maximum)}${daysOf(maximum, member)}`;
  if (exclusiveMinimum !== undefined) {
    return `above ${inWords(exclusiveMinimum)}, up to ${most}`;
  }
  return minimum === undefined ? undefined : `${inWords(minimum)} to ${most}`;
}

const DAY_SECONDS = 86_400;

const daysOf = (value: number, member: string): string =>
  member.endsWith('Seconds') && value > DAY_SECONDS ? ` (${inWords(value / DAY_SECONDS)} days)` : '';

function lengthOf({ minItems = 0, maxItems }: Schema, isPart: boolean): Bound[] {
  if (maxItems === undefined) {
    return [];
  }
  const range = minItems === 0 ? `up to ${maxItems}` : `${minItems} to ${maxItems}`;
  return [{ member: '', says: `${range} entries${isPart ? ' in a list' : ''}` }];
}

/** The names before a range; nothing for the setting itself and for lists. */
const namesOf = (members: ReadonlySet<string>): string =>
  members.has('') ? '' : `${[...members].map((member) => `\`${member}\``).join(' and ')} `;

const inWords = (value: number): string => value.toLocaleString('en');
