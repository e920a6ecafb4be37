/**
 * The attributes that a DynamoDB request names, as in the condition `dynamodb:Attributes`, without the key.
 */

interface Write {
  readonly Key?: Readonly<Record<string, unknown>>;
  readonly UpdateExpression?: string;
  readonly ConditionExpression?: string;
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>>;
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.OperatorsAndFunctions.html */
const FUNCTIONS =
  'attribute_exists|attribute_not_exists|attribute_type|begins_with|contains|size|if_not_exists|list_append';
const WORDS = new RegExp(`^(SET|ADD|REMOVE|DELETE|AND|OR|NOT|IN|BETWEEN|${FUNCTIONS})$`, 'i');

export function namedAttributes(write: Write): string[] {
  const text = `${write.UpdateExpression ?? ''} ${write.ConditionExpression ?? ''}`;
  const words = text.match(/[:#]?[A-Za-z_]\w*/g) ?? [];
  const names = words
    .filter((word) => !word.startsWith(':') && !WORDS.test(word))
    .map((word) => (word.startsWith('#') ? String(write.ExpressionAttributeNames?.[word]) : word));
  return [...new Set(names)].filter((name) => !(name in (write.Key ?? {}))).sort();
}
