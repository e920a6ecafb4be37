/** dynalite, run in this process, on a port that only this process uses. */
import { once } from 'node:events';
import type { RequestListener, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import dynalite from 'dynalite';
import { create } from 'dynalite/db/index.js';
import { forThisMachineOnly } from '../../loopback-host.ts';
import { damagedTables, StateFolderError } from '../../persistence/state-folder-error.ts';
import type { DynamoDbBackend } from './backend.ts';

/** Starts dynalite on a free port, in memory unless a folder is given. */
export async function createDynaliteBackend(folder?: string): Promise<DynamoDbBackend> {
  if (folder !== undefined) {
    await tryToOpen(folder);
  }
  const server = dynalite({
    createTableMs: 0,
    deleteTableMs: 0,
    updateTableMs: 0,
    ...(folder === undefined ? {} : { path: folder }),
  });
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

/**
 * dynalite allows pages of any origin. Requests from pages are refused here, because no page needs this port.
 */
function keepFromPages(server: Server): void {
  const [serve] = server.listeners('request') as RequestListener[];
  if (serve === undefined) {
    throw new Error('dynalite has no request listener to wrap');
  }
  server.removeAllListeners('request');
  server.on(
    'request',
    forThisMachineOnly((request, response) => {
      if (request.headers.origin === undefined) {
        serve(request, response);
      } else {
        response.writeHead(403).end();
      }
    }),
  );
}

/** With damaged files, dynalite's server throws at the first call, which would crash this process. */
async function tryToOpen(path: string): Promise<void> {
  const { db } = create({ path });
  try {
    await db.open();
  } catch (cause) {
    throw new StateFolderError(damagedTables(path), { cause });
  }
  await db.close();
}
