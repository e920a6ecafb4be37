/** dynalite, in this process and for it alone. */
import { once } from 'node:events';
import type { RequestListener, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import dynalite from 'dynalite';
import { refuseForeignHosts } from '../loopback-host.ts';
import type { DynamoDbBackend } from './dynamodb-backend.ts';

/** Starts dynalite on a free port of this machine. */
export async function createDynaliteBackend(): Promise<DynamoDbBackend> {
  const server = dynalite({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
  keepFromPages(server);
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

/** dynalite lets pages of every origin in. No page has business here: what it may have, the endpoint gives. */
function keepFromPages(server: Server): void {
  const [serve] = server.listeners('request') as RequestListener[];
  if (serve === undefined) throw new Error('dynalite does not answer requests as it did');
  server.removeAllListeners('request');
  server.on(
    'request',
    refuseForeignHosts((request, response) => {
      if (request.headers.origin === undefined) serve(request, response);
      else response.writeHead(403).end();
    }),
  );
}
