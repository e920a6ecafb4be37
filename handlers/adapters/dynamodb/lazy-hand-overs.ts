/**
 * Records hand-overs to a second channel in the tokens table. The DynamoDB client is loaded with the first
 * one, because most deliveries have none.
 */
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { TokenStore } from '../../domain/token/token-store.ts';

/** `traced` adds the client's calls to the trace. */
export function lazyHandOvers(
  table: string,
  traced: (client: DynamoDBClient) => DynamoDBClient,
): Pick<TokenStore, 'noteHandOver'> {
  const open = async () => {
    const [{ createDynamoDbClient }, { dynamoDbTokenStore }] = await Promise.all([
      import('./client.ts'),
      import('./token-store.ts'),
    ]);
    return dynamoDbTokenStore(traced(createDynamoDbClient()), table);
  };
  let store: ReturnType<typeof open> | undefined;
  return {
    async noteHandOver(key, handOver) {
      store ??= open();
      return (await store).noteHandOver(key, handOver);
    },
  };
}
