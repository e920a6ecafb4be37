/**
 * dynalite without a server: the engine's own validation and actions, called with the input of each command.
 * For tests that make thousands of calls, where serialising, signing and sending would take most of the time.
 *
 * Inputs and outputs are copied as JSON, as a server would, so that neither side sees later changes of the
 * other. The tables have no binary attributes, which JSON could not carry.
 */
import { createRequire } from 'node:module';
import type { DynamoDBServiceException } from '@aws-sdk/client-dynamodb';
import { ConditionalCheckFailedException, DynamoDBClient } from '@aws-sdk/client-dynamodb';

interface Validation {
  readonly types: object;
  readonly custom?: (input: object) => string | undefined;
}

type Action = (store: object, input: object, done: (error: unknown, output?: object) => void) => void;

/** What dynalite answers with instead of an output. */
interface Refusal {
  readonly statusCode: number;
  readonly body: { readonly __type: string; readonly message?: string; readonly Message?: string };
}

const require = createRequire(import.meta.url);
const validations = require('dynalite/validations/index.js');
const { create } = require('dynalite/db/index.js');

/** A client of an engine of its own, which is empty. */
export function inProcessDynamoDb(): DynamoDBClient {
  const store = create({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
  const client = new DynamoDBClient({ region: 'eu-west-1' });
  // Around everything but the middleware that tests and stores add.
  client.middlewareStack.add(
    (_, { commandName = '' }) =>
      async ({ input }) => {
        const output = await act(store, commandName.replace(/Command$/, ''), input);
        return { response: undefined, output: { $metadata: {}, ...output } as never };
      },
    { step: 'initialize', priority: 'low', name: 'inProcess' },
  );
  return client;
}

async function act(store: object, operation: string, input: object): Promise<object> {
  const name = validations.toLowerFirst(operation);
  const { types, custom }: Validation = require(`dynalite/validations/${name}.js`);
  const action: Action = require(`dynalite/actions/${name}.js`);
  try {
    const checked = validations.checkTypes(copy(input), types);
    validations.checkValidations(checked, types, custom, store);
    const { promise, resolve, reject } = Promise.withResolvers<object>();
    action(store, checked, (error, output) => (error ? reject(error) : resolve(output ?? {})));
    return copy(await promise);
  } catch (error) {
    throw isRefusal(error) ? asSdkError(error) : error;
  }
}

const copy = <T>(json: T): T => JSON.parse(JSON.stringify(json));

const isRefusal = (error: unknown): error is Refusal =>
  (error as Partial<Refusal>).statusCode !== undefined && 'body' in (error as object);

function asSdkError({ statusCode, body }: Refusal): DynamoDBServiceException | Error {
  const name = body.__type.replace(/^.*#/, '');
  const message = body.message ?? body.Message ?? name;
  const $metadata = { httpStatusCode: statusCode };
  return name === 'ConditionalCheckFailedException'
    ? new ConditionalCheckFailedException({ message, $metadata })
    : Object.assign(new Error(message), { name, $metadata });
}
