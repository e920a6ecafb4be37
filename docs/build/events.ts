/** The tables of docs/events.md, and the schemas of events: docs/events.schema.json. */
import * as z from 'zod/mini';
import { everythingDescribed } from '../../handlers/contract/described.ts';
import type { EventType } from '../../handlers/contract/events.ts';
import { EVENT_SOURCE, EVENT_TYPES, EVENTS } from '../../handlers/contract/events.ts';
import { commonMembers, EVENT_REFERENCE, personMember } from '../../handlers/contract/events-reference.ts';

type Members = Readonly<Record<string, z.ZodMiniType>>;
interface JsonSchema {
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly description?: string;
  readonly [keyword: string]: unknown;
}

const membersOf = (type: EventType): Members => ({
  ...commonMembers(),
  ...(EVENTS[type].ofPerson ? personMember() : {}),
  ...EVENT_REFERENCE[type].members(),
});

/** Events with their metrics; what all have; what each has besides. */
export function eventTables(): string {
  const when = EVENT_TYPES.map(
    (type) =>
      `| [\`${type}\`](#${anchorOf(type)}) | \`${EVENTS[type].metric}\` | ${EVENT_REFERENCE[type].when} |`,
  );
  return [
    '| event | metric | when |',
    '|---|---|---|',
    ...when,
    '',
    '### What every event has',
    '',
    ...tableOf({ ...commonMembers(), ...personMember() }),
    '',
    '`user_ref` is present if the event is about a person.',
    ...EVENT_TYPES.flatMap((type) => ['', `### ${type}`, '', ...tableOf(EVENT_REFERENCE[type].members())]),
  ].join('\n');
}

/** An event as EventBridge delivers it. */
export const exampleEvent = (): string =>
  JSON.stringify(
    {
      version: '0',
      id: '6a7e8feb-b491-4cf7-a9f1-bf3703467718',
      'detail-type': 'code.verified',
      source: EVENT_SOURCE,
      account: '111122223333',
      time: '2026-11-22T10:00:00Z',
      region: 'eu-central-1',
      resources: [],
      detail: { ...COMMON_EXAMPLE, ...EVENT_REFERENCE['code.verified'].example },
    },
    undefined,
    2,
  );

/** The schema of each event's detail, by its type. */
export function eventSchemas(): string {
  const schemas = EVENT_TYPES.map((type) => [
    type,
    { title: type, description: EVENT_REFERENCE[type].when, ...schemaOf(membersOf(type)) },
  ]);
  const document = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Events of Token Courier: `detail` on EventBridge, `data` in a webhook',
    $defs: Object.fromEntries(schemas),
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

const COMMON_EXAMPLE = {
  event_id: '0b6a1c2e-5f0e-4d4b-9a51-6d0d6a3f1e77',
  service: 'token-courier',
  request_id: 'JKJaXmPLvHcESHA=',
  user_ref: 'p3mN0aQ7xR2sT5vW',
};

/** An event's heading in Markdown, as GitHub makes anchors of headings. */
const anchorOf = (type: EventType): string => type.replace('.', '');

function tableOf(members: Members): string[] {
  const { properties = {} } = schemaOf(members) as { properties?: Record<string, JsonSchema> };
  return [
    '| member | values | what |',
    '|---|---|---|',
    ...Object.entries(properties).map(
      ([name, schema]) => `| \`${name}\` | ${valuesOf(schema)} | ${schema.description ?? ''} |`,
    ),
  ];
}

function valuesOf({ enum: values, type, format }: JsonSchema): string {
  if (values !== undefined) {
    return values.map((value) => `\`${value}\``).join(', ');
  }
  return format === 'date-time' ? 'ISO 8601, UTC' : (type ?? '');
}

function schemaOf(members: Members): JsonSchema {
  const registry = z.registry<Record<string, unknown>>();
  for (const [schema, { id: _id, ...described }] of everythingDescribed()) {
    registry.add(schema, described);
  }
  const { $schema: _draft, ...schema } = z.toJSONSchema(z.strictObject(members), { metadata: registry });
  return schema as JsonSchema;
}
