/** Notes fallbacks on the tokens table; DynamoDB's client is loaded with the first, because most deliveries have none. */
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { TokenStore } from '../../domain/token/token-store.ts';

/** `traced` follows the client's calls. */
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
