/** Creates the stack's tables in the engine. */
import type { Stack } from '../cloudformation/load-stack.ts';
import { AwsError } from './aws-error.ts';
import type { DynamoDbWire } from './dynamodb-wire.ts';

const TABLE_TYPES = ['AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable'];

/** A table with the attribute that says when its items expire. */
export interface Table {
  readonly name: string;
  /** Attribute names of the primary key. */
  readonly keyAttributes: readonly string[];
  /** Holds epoch seconds; absent when items do not expire. */
  readonly ttlAttribute?: string;
}

interface KeySchemaElement {
  readonly AttributeName: string;
}

/** Creates every table of the stack, with its indexes. */
export async function createTables(stack: Stack, dynamodb: DynamoDbWire): Promise<Table[]> {
  const resources = [...stack.resources.values()].filter(({ type }) => TABLE_TYPES.includes(type));
  return Promise.all(
    resources.map(async ({ ref, properties }) => {
      await dynamodb.call('CreateTable', createTableInput(ref, properties));
      const table: Table = {
        name: ref,
        keyAttributes: (properties.KeySchema as KeySchemaElement[]).map(({ AttributeName }) => AttributeName),
        ...ttlOf(properties.TimeToLiveSpecification),
      };
      await describeTtl(table, dynamodb);
      return table;
    }),
  );
}

function createTableInput(name: string, properties: Record<string, unknown>): Record<string, unknown> {
  const provisioned = properties.ProvisionedThroughput;
  return {
    TableName: name,
    AttributeDefinitions: properties.AttributeDefinitions,
    KeySchema: properties.KeySchema,
    ...indexes('GlobalSecondaryIndexes', properties, [
      'IndexName',
      'KeySchema',
      'Projection',
      'ProvisionedThroughput',
    ]),
    ...indexes('LocalSecondaryIndexes', properties, ['IndexName', 'KeySchema', 'Projection']),
    ...(provisioned ? { ProvisionedThroughput: provisioned } : { BillingMode: 'PAY_PER_REQUEST' }),
  };
}

/** The members that CreateTable knows: templates have more, as contributor insights. */
function indexes(kind: string, properties: Record<string, unknown>, members: readonly string[]) {
  const given = properties[kind];
  if (!Array.isArray(given)) return {};
  const known = given.map((index: Record<string, unknown>) =>
    Object.fromEntries(members.filter((member) => member in index).map((member) => [member, index[member]])),
  );
  return { [kind]: known };
}

function ttlOf(specification: unknown): { ttlAttribute?: string } {
  const { AttributeName, Enabled } = (specification ?? {}) as { AttributeName?: string; Enabled?: boolean };
  return AttributeName !== undefined && Enabled === true ? { ttlAttribute: AttributeName } : {};
}

/** So that `describe-time-to-live` answers. dynalite does not know the call; the sweep works without. */
async function describeTtl({ name, ttlAttribute }: Table, dynamodb: DynamoDbWire): Promise<void> {
  if (ttlAttribute === undefined) return;
  const TimeToLiveSpecification = { AttributeName: ttlAttribute, Enabled: true };
  try {
    await dynamodb.call('UpdateTimeToLive', { TableName: name, TimeToLiveSpecification });
  } catch (error) {
    if (!(error instanceof AwsError && error.code === 'UnknownOperationException')) throw error;
  }
}
