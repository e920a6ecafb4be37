/** The conditions under which a contact is replaced or deleted. */
import type { ContactRecord, ExpectedConfirmation } from '../../domain/contacts/contact-store.ts';
import { toItem } from './client.ts';

interface Condition {
  readonly expression: string;
  readonly values: Readonly<Record<string, string | number | boolean>>;
}

export const ABSENT: Condition = { expression: 'attribute_not_exists(user_id)', values: {} };

export const ifSealed = (name: string, sealed: string): Condition => ({
  expression: `sealed_addresses = ${name}`,
  values: { [name]: sealed },
});

/** The item is still the one that was read. */
export function asRead(before: ContactRecord | undefined): Condition {
  if (before === undefined) {
    return ABSENT;
  }
  const { version, email_handle } = before;
  if (version !== undefined) {
    return ifSealed(':read', version);
  }
  const unsealed = 'attribute_not_exists(sealed_addresses)';
  return email_handle === undefined
    ? { expression: `${unsealed} AND attribute_not_exists(topic_arn)`, values: {} }
    : { expression: `${unsealed} AND topic_arn = :topic`, values: { ':topic': email_handle } };
}

/** Nobody confirmed the email, tried to, or was sent another code, in the meantime. */
export function asExpected(expected: ExpectedConfirmation | undefined): Condition | undefined {
  if (expected === undefined) {
    return undefined;
  }
  const { email_confirmed = false, ...code } = expected;
  const attributes = (['code_digest', 'code_tries'] as const).map((name): Condition => {
    const value = code[name];
    return value === undefined
      ? { expression: `attribute_not_exists(${name})`, values: {} }
      : { expression: `${name} = :${name}`, values: { [`:${name}`]: value } };
  });
  return {
    expression: ['email_confirmed = :confirmed', ...attributes.map(({ expression }) => expression)].join(
      ' AND ',
    ),
    values: Object.assign({ ':confirmed': email_confirmed }, ...attributes.map(({ values }) => values)),
  };
}

export const both = (one: Condition, other: Condition | undefined): Condition =>
  other === undefined
    ? one
    : {
        expression: `${one.expression} AND ${other.expression}`,
        values: { ...one.values, ...other.values },
      };

/** The second one recognises what an earlier attempt, whose answer was lost, has done. */
export function either(one: Condition, other: Condition) {
  const values = { ...one.values, ...other.values };
  return {
    ConditionExpression: `(${one.expression}) OR (${other.expression})`,
    ...(Object.keys(values).length > 0 && { ExpressionAttributeValues: toItem(values) }),
  };
}
