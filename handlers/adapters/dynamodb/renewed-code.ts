/**
 * The update that replaces a code with a new one and erases the old code's delivery and last verification.
 */
import type { UpdateItemCommandInput } from '@aws-sdk/client-dynamodb';
import type { RenewedCode } from '../../domain/token/token-store.ts';
import { toAttribute } from './client.ts';

/** What the old code may have had and the new one may lack. */
const OPTIONAL = [
  'verbatim',
  'locale',
  'context_digest',
  'test_digest',
  'number_prefix',
  'key_digest',
  'earlier_destinations',
] as const satisfies readonly (keyof RenewedCode)[];

/** The old code's delivery, and the verification that tried it last. */
const OF_THE_OLD_CODE = [
  ...['answered_by', 'sent_at', 'outcome', 'message_id', 'arrival', 'arrival_reason'],
  'attempt_by',
];

export function renewalOf(
  code: RenewedCode,
): Pick<
  UpdateItemCommandInput,
  'UpdateExpression' | 'ExpressionAttributeNames' | 'ExpressionAttributeValues'
> {
  const members = Object.entries(code).filter(([, value]) => value !== undefined);
  const absent = OPTIONAL.filter((name) => code[name] === undefined);
  const names = [...members.map(([name]) => name), ...absent, ...OF_THE_OLD_CODE];
  const sets = members.map(([name]) => `#${name} = :${name}`);
  return {
    UpdateExpression: `SET ${[...sets, '#status = :issued'].join(', ')} REMOVE ${[...absent, ...OF_THE_OLD_CODE].map((name) => `#${name}`).join(', ')}`,
    // Some names, such as format, are reserved words.
    ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
    ExpressionAttributeValues: Object.fromEntries(
      members.map(([name, value]) => [`:${name}`, toAttribute(value)]),
    ),
  };
}
