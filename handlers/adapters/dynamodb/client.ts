/**
 * DynamoDB as the stores use it: the low-level client and a mapping for flat items, the only kind in the
 * tables. lib-dynamodb would do the same, but loads more code at a cold start.
 */
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { ConditionalCheckFailedException, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { StoreUnavailable } from '../../domain/errors.ts';
import { CLIENT_SETTINGS, withoutErrorMessages } from '../client-settings.ts';
import { isPassing } from '../fault-kinds.ts';

export type Item = Record<string, AttributeValue>;
type Value = string | number | boolean | readonly string[];

export const createDynamoDbClient = (): DynamoDBClient =>
  withoutErrorMessages(new DynamoDBClient(CLIENT_SETTINGS));

/** An item of strings, numbers, booleans and string sets; undefined members are left out. */
export function toItem(record: object): Item {
  const members = Object.entries(record).filter(([, value]) => value !== undefined);
  return Object.fromEntries(members.map(([name, value]) => [name, toAttribute(value)]));
}

/** A list becomes a string set, so it must not be empty. */
export function toAttribute(value: Value): AttributeValue {
  if (typeof value === 'string') {
    return { S: value };
  }
  if (typeof value === 'object') {
    return { SS: [...value] };
  }
  return typeof value === 'number' ? { N: String(value) } : { BOOL: value };
}

/**
 * The flat record of an item. Its members are not validated, because only this service writes these tables.
 */
export function fromItem<T>(item: Item): T {
  const members = Object.entries(item).map(([name, value]) => [name, fromAttribute(value)]);
  return Object.fromEntries(members) as T;
}

function fromAttribute({ S, N, BOOL, SS }: AttributeValue): Value | undefined {
  return S ?? SS ?? (N === undefined ? BOOL : Number(N));
}

/** Runs a call. @throws StoreUnavailable for a transient fault; any other error unchanged */
export async function onStore<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw isPassing(error) ? new StoreUnavailable({ cause: error }) : error;
  }
}

export type Attempt<T> =
  | { readonly applied: true; readonly output: T }
  | { readonly applied: false; readonly existing?: Item };

/** Runs a conditional write. A failed condition is a result, with the item if the store returned it. */
export async function onCondition<T>(call: () => Promise<T>): Promise<Attempt<T>> {
  try {
    return { applied: true, output: await onStore(call) };
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) {
      throw error;
    }
    return { applied: false, ...(error.Item ? { existing: error.Item } : {}) };
  }
}
