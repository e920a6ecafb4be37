/**
 * One DynamoDB Local for all unit tests, because its start costs more than most suites that use it.
 *
 * The setup of the project `unit` serves it: the first worker that asks starts it, and the end of the run ends
 * it. Each worker has tables of its own in it; see dynamodb.ts.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createDynamoDbLocalBackend } from '../../local/aws/dynamodb/dynamodb-local.ts';

/** The environment variable that tells the workers, which are other processes, where to ask. */
const VARIABLE = 'TEST_DYNAMODB_LOCAL';
export const JAVA = 'java';

let starting: ReturnType<typeof createDynamoDbLocalBackend> | undefined;

const server = createServer((_, response) => {
  starting ??= createDynamoDbLocalBackend(JAVA);
  starting.then(
    ({ port }) => response.end(String(port)),
    (error: Error) => response.writeHead(500).end(error.message),
  );
});

/** Answers workers that ask; nothing is started until then. */
export async function serveDynamoDbLocal(): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject).listen(0, '127.0.0.1', resolve);
  await promise;
  process.env[VARIABLE] = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Ends it, if it was started. */
export async function endDynamoDbLocal(): Promise<void> {
  server.close();
  server.closeAllConnections();
  const backend = await starting?.catch(() => undefined);
  await backend?.close();
}

/** In a worker: the port of the shared DynamoDB Local. @throws with the reason when it does not start */
export async function sharedDynamoDbLocal(): Promise<number> {
  const url = process.env[VARIABLE];
  if (url === undefined) {
    throw new Error('DynamoDB Local is only there in the project `unit`');
  }
  const response = await fetch(url);
  const text = await response.text();
  if (!response.ok) {
    throw new Error(text);
  }
  return Number(text);
}
