/**
 * What a row in the table of functions holds; the table is in functions.ts.
 *
 * The stack builds a function's role and environment from its row, and the function reads its environment by
 * the same row. So what is set, read and allowed cannot differ. The tests in test/infra/functions keep their
 * own lists of what each function may do.
 */
import type * as z from 'zod/mini';
import type { DEPLOYED } from './deployed.ts';
import type { EventType } from './events.ts';
import type { LIMIT_SUBJECTS } from './limits-table.ts';
import type { DERIVED_SETTINGS, SETTINGS } from './settings.ts';
import type { CONTACT_UPDATES, TOKEN_UPDATES } from './table-writes.ts';

type SettingSchemas = { readonly [N in keyof typeof SETTINGS]: (typeof SETTINGS)[N]['schema'] };

interface Updates {
  readonly tokens: keyof typeof TOKEN_UPDATES;
  readonly contacts: keyof typeof CONTACT_UPDATES;
  readonly limits: never;
  readonly activity: never;
}

export type TableName = keyof Updates;
type TableAction = 'BatchGetItem' | 'DeleteItem' | 'GetItem' | 'PutItem' | 'Query' | 'UpdateItem';

/** Actions on a table, or updates limited to the attributes in contract/table-writes.ts. */
export type Grant<T extends TableName = TableName> =
  | {
      readonly actions: readonly TableAction[];
      /** Also on the index that tokens are listed by, or on the indexes of the activity table. */
      readonly onIndex?: true;
      /** On items of these kinds only; the limits table holds several. */
      readonly subjects?: readonly (keyof typeof LIMIT_SUBJECTS)[];
    }
  | {
      readonly updates: readonly Updates[T][];
      /** The answer must not return the item, which would disclose all of its attributes. */
      readonly answersNothing?: true;
    };

export type SecretName = 'reference' | 'subject' | 'token' | 'twilio';

/**
 * What is done about emails, whichever service sends them: infra/functions/allow-emails.ts says what each takes.
 * `ask` whether somebody is subscribed, `confirm` a subscription, `enrol` or `forget` an address, `send`.
 */
export type EmailAction = 'ask' | 'confirm' | 'enrol' | 'forget' | 'send';

/** Rights that need more than an action on a table, a secret, a log or an email topic. */
export type Right =
  | 'start the machine'
  | 'send texts'
  | 'ask who answered STOP'
  | 'keep the log of texts'
  | 'read metrics'
  | 'read alarms'
  | 'sign receipts'
  | 'publish keys'
  | 'rotate the token secret'
  | 'put events'
  | 'send webhooks'
  | 'know the secrets of hooks';

/** What a function is given. */
export interface FunctionPart {
  readonly settings?: Partial<SettingSchemas & typeof DERIVED_SETTINGS>;
  readonly deployed?: Partial<typeof DEPLOYED>;
  /** What a function is told that is deployed outside of the service's own construct: see infra/cognito. */
  readonly options?: Readonly<Record<string, () => z.ZodMiniType>>;
  readonly tables?: { readonly [T in TableName]?: readonly Grant<T>[] };
  /** Secrets whose values it reads. */
  readonly secrets?: readonly SecretName[];
  readonly logs?: { readonly audit?: 'read' | 'write'; readonly execution?: 'search' };
  readonly emails?: readonly EmailAction[];
  readonly rights?: readonly Right[];
}

export interface FunctionRow extends FunctionPart {
  /** Shown in the AWS console. */
  readonly description: string;
  /** The events that it tells, whose log lines are forwarded. */
  readonly tells?: readonly EventType[];
}
