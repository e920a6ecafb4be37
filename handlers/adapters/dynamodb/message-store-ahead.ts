/**
 * Notes messages in the limits table. DynamoDB's client is loaded while the function starts, but only in a
 * deployment that notes messages.
 */
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { MessageStore } from '../../domain/delivering/message-store.ts';

/** `traced` adds the client's calls to the trace. */
export function messageStoreAhead(
  table: string,
  traced: (client: DynamoDBClient) => DynamoDBClient,
): Pick<MessageStore, 'note'> {
  const open = async () => {
    const [{ createDynamoDbClient }, { dynamoDbMessageStore }] = await Promise.all([
      import('./client.ts'),
      import('./message-store.ts'),
    ]);
    return dynamoDbMessageStore(traced(createDynamoDbClient()), table);
  };
  const store = open();
  return {
    async note(messageId, message, nowSeconds) {
      return (await store).note(messageId, message, nowSeconds);
    },
  };
}
