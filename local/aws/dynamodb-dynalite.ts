/** dynalite, in this process. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import dynalite from 'dynalite';
import type { DynamoDbBackend } from './dynamodb-backend.ts';

/** Starts dynalite on a free port of this machine. */
export async function createDynaliteBackend(): Promise<DynamoDbBackend> {
  const server = dynalite({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    engine: 'dynalite',
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
