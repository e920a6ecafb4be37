/**
 * Attributes that a sender puts beside a message's body: what SQS accepts, and how receivers see them.
 * Source: SQS developer guide, "Amazon SQS message metadata".
 */
import { createHash } from 'node:crypto';
import { isObject } from '../../http/json-values.ts';
import { AwsError } from '../wire/aws-error.ts';

const MOST_ATTRIBUTES = 10;
const NAME = /^(?!AWS\.|Amazon\.|\.)(?!.*\.\.)[\w.-]{1,256}(?<!\.)$/i;
/** With a label of the sender's own, or without. */
const TYPE = /^(?:String|Number)(?:\..+)?$/;
const LONGEST_TYPE = 256;
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
/** What a value's type is called in the digest. */
const TEXT = 1;

interface MessageAttribute {
  readonly DataType: string;
  readonly StringValue: string;
}
export type MessageAttributes = Readonly<Record<string, MessageAttribute>>;

/** @throws AwsError for attributes that AWS refuses, and for binary ones, which are not supported here */
export function readAttributes(given: unknown): MessageAttributes {
  const entries = Object.entries(isObject(given) ? given : {});
  if (entries.length > MOST_ATTRIBUTES) {
    throw invalid(
      `Number of message attributes [${entries.length}] exceeds the allowed maximum [${MOST_ATTRIBUTES}].`,
    );
  }
  return Object.fromEntries(entries.map(([name, value]) => [name, readAttribute(name, value)]));
}

function readAttribute(name: string, value: unknown): MessageAttribute {
  const { DataType = '', StringValue = '' } = isObject(value) ? value : {};
  if (!NAME.test(name)) {
    throw invalid(`The message attribute name '${name}' is invalid.`);
  }
  if (typeof DataType !== 'string' || !TYPE.test(DataType) || DataType.length > LONGEST_TYPE) {
    throw invalid(
      `The message attribute '${name}' has an invalid message attribute type; the local runtime supports String and Number.`,
    );
  }
  if (typeof StringValue !== 'string' || StringValue === '') {
    throw invalid(
      `The message attribute '${name}' must contain non-empty message attribute value for message attribute type '${DataType}'.`,
    );
  }
  if (DataType.startsWith('Number') && !NUMBER.test(StringValue)) {
    throw invalid(`Can't cast the value of message attribute '${name}' to a number.`);
  }
  return { DataType, StringValue };
}

const invalid = (message: string): AwsError => new AwsError('InvalidParameterValue', message);

/** Names, types and values count towards the size of a message. */
export const bytesOf = (attributes: MessageAttributes): number =>
  Object.entries(attributes)
    .flatMap(([name, { DataType, StringValue }]) => [name, DataType, StringValue])
    .reduce((sum, text) => sum + Buffer.byteLength(text), 0);

/** Of the names in their order: each text with its length before it, and the kind of value. */
export function md5OfAttributes(attributes: MessageAttributes): string {
  const hash = createHash('md5');
  const add = (text: string) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(Buffer.byteLength(text));
    hash.update(length).update(text);
  };
  for (const name of Object.keys(attributes).sort()) {
    const { DataType = '', StringValue = '' } = attributes[name] ?? {};
    add(name);
    add(DataType);
    hash.update(Buffer.of(TEXT));
    add(StringValue);
  }
  return hash.digest('hex');
}

/** As ReceiveMessage has those that were asked for: by name, by the beginning of a name, or all. */
export const askedAttributes = (attributes: MessageAttributes, asked: readonly string[]): MessageAttributes =>
  Object.fromEntries(
    Object.entries(attributes).filter(([name]) =>
      asked.some((each) => each === 'All' || each === name || isPrefix(each, name)),
    ),
  );

const isPrefix = (asked: string, name: string): boolean =>
  asked.endsWith('.*') && name.startsWith(asked.slice(0, -2));

/** As Lambda's events have them. */
export const eventAttributes = (attributes: MessageAttributes): Record<string, object> =>
  Object.fromEntries(
    Object.entries(attributes).map(([name, { DataType, StringValue }]) => [
      name,
      { stringValue: StringValue, stringListValues: [], binaryListValues: [], dataType: DataType },
    ]),
  );
