/**
 * The local runtime's dynalite, called with the input of each command. For tests that make thousands of calls,
 * where signing, sending and the SDK's checks would take most of the time.
 *
 * The tables have no binary attributes, which JSON could not carry.
 */
import type { DynamoDBServiceException } from '@aws-sdk/client-dynamodb';
import { ConditionalCheckFailedException, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createDynaliteBackend } from '../../local/aws/dynamodb/dynalite-backend.ts';

/** A client of a new, empty engine. */
export async function inProcessDynamoDb(): Promise<DynamoDBClient> {
  const { send } = await createDynaliteBackend();
  const client = new DynamoDBClient({ region: 'eu-west-1' });
  // Around everything but the middleware that tests and stores add.
  client.middlewareStack.add(
    (_, { commandName = '' }) =>
      async ({ input }) => {
        const operation = commandName.replace(/Command$/, '');
        const { status, body } = await send(operation, Buffer.from(JSON.stringify(input)));
        const output = JSON.parse(body.toString(), asSdkValue);
        if (status !== 200) {
          throw asSdkError(status, output);
        }
        return { response: undefined, output: { $metadata: {}, ...output } as never };
      },
    { step: 'initialize', priority: 'low', name: 'inProcess' },
  );
  return client;
}

/** Times are seconds on the wire. */
const asSdkValue = (name: string, value: unknown): unknown =>
  name === 'CreationDateTime' ? new Date(Number(value) * 1_000) : value;

function asSdkError(
  httpStatusCode: number,
  body: { readonly __type: string; readonly message?: string; readonly Message?: string },
): DynamoDBServiceException | Error {
  const name = body.__type.replace(/^.*#/, '');
  const message = body.message ?? body.Message ?? name;
  const $metadata = { httpStatusCode };
  return name === 'ConditionalCheckFailedException'
    ? new ConditionalCheckFailedException({ message, $metadata })
    : Object.assign(new Error(message), { name, $metadata });
}
