/** Creates the stack's tables in the engine, or reuses those of an earlier run. */
import type { Stack } from '../../cloudformation/load-stack.ts';
import { StateFolderError } from '../../persistence/state-folder-error.ts';
import { AwsError } from '../wire/aws-error.ts';
import type { DynamoDbWire } from './wire.ts';

const TABLE_TYPES = ['AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable'];

/** A table of the stack, with its TTL attribute. */
export interface Table {
  readonly name: string;
  /** Attribute names of the primary key. */
  readonly keyAttributes: readonly string[];
  /** An attribute with epoch seconds; absent when items do not expire. */
  readonly ttlAttribute?: string;
}

interface KeySchemaElement {
  readonly AttributeName: string;
}

/**
 * Creates every table of the stack that does not exist yet, with its indexes.
 * @throws {StateFolderError} when an existing table has a different key or different indexes
 */
export async function createTables(stack: Stack, dynamodb: DynamoDbWire): Promise<Table[]> {
  const resources = [...stack.resources.values()].filter(({ type }) => TABLE_TYPES.includes(type));
  return Promise.all(
    resources.map(async ({ ref, properties }) => {
      const input = createTableInput(ref, properties);
      const isNew = await createUnlessThere(input, dynamodb);
      const table: Table = {
        name: ref,
        keyAttributes: (properties.KeySchema as KeySchemaElement[]).map(({ AttributeName }) => AttributeName),
        ...ttlOf(properties.TimeToLiveSpecification),
      };
      if (isNew) {
        await describeTtl(table, dynamodb);
      }
      return table;
    }),
  );
}

async function createUnlessThere(input: Record<string, unknown>, dynamodb: DynamoDbWire): Promise<boolean> {
  try {
    await dynamodb.call('CreateTable', input);
    return true;
  } catch (error) {
    if (!(error instanceof AwsError && error.code === 'ResourceInUseException')) {
      throw error;
    }
  }
  const { Table } = await dynamodb.call('DescribeTable', { TableName: input.TableName });
  if (shapeOf(Table as Record<string, unknown>) !== shapeOf(input)) {
    throw new StateFolderError(
      `The kept table ${input.TableName} has a different key or different indexes than the stack's. Choose another folder.`,
    );
  }
  return false;
}

/** The keys and indexes, which an existing table must share with the template. */
function shapeOf(table: Record<string, unknown>): string {
  const shapes = ['GlobalSecondaryIndexes', 'LocalSecondaryIndexes'].map((kind) =>
    ((table[kind] ?? []) as Record<string, unknown>[])
      .map(({ IndexName, KeySchema }) => JSON.stringify([IndexName, keyShape(KeySchema)]))
      .sort(),
  );
  return JSON.stringify([keyShape(table.KeySchema), ...shapes]);
}

const keyShape = (schema: unknown) =>
  (schema as (KeySchemaElement & { readonly KeyType: string })[]).map(({ AttributeName, KeyType }) => [
    KeyType,
    AttributeName,
  ]);

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

/** Only the members that CreateTable accepts: templates have others, such as contributor insights. */
function indexes(kind: string, properties: Record<string, unknown>, members: readonly string[]) {
  const given = properties[kind];
  if (!Array.isArray(given)) {
    return {};
  }
  const known = given.map((index: Record<string, unknown>) =>
    Object.fromEntries(members.filter((member) => member in index).map((member) => [member, index[member]])),
  );
  return { [kind]: known };
}

function ttlOf(specification: unknown): { ttlAttribute?: string } {
  const { AttributeName, Enabled } = (specification ?? {}) as { AttributeName?: string; Enabled?: boolean };
  return AttributeName !== undefined && Enabled === true ? { ttlAttribute: AttributeName } : {};
}

/** Makes `describe-time-to-live` work. dynalite does not support the call, and the sweep does not need it. */
async function describeTtl({ name, ttlAttribute }: Table, dynamodb: DynamoDbWire): Promise<void> {
  if (ttlAttribute === undefined) {
    return;
  }
  const TimeToLiveSpecification = { AttributeName: ttlAttribute, Enabled: true };
  try {
    await dynamodb.call('UpdateTimeToLive', { TableName: name, TimeToLiveSpecification });
  } catch (error) {
    if (!(error instanceof AwsError && error.code === 'UnknownOperationException')) {
      throw error;
    }
  }
}
