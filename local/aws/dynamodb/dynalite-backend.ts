/** dynalite, in this process and only for it. */
import { once } from 'node:events';
import type { RequestListener, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import dynalite from 'dynalite';
import { create } from 'dynalite/db/index.js';
import { forThisMachineOnly } from '../../loopback-host.ts';
import { damagedTables, StateFolderError } from '../../persistence/state-folder-error.ts';
import type { DynamoDbBackend } from './backend.ts';

/** Starts dynalite on a free port of this machine, in memory unless it is given a folder. */
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

/** dynalite allows pages of every origin, so requests of pages are refused: they have no use for this port. */
function keepFromPages(server: Server): void {
  const [serve] = server.listeners('request') as RequestListener[];
  if (serve === undefined) {
    throw new Error('dynalite does not answer requests as it did');
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

/** On damaged files dynalite's server throws at the first call, which would end this process. */
async function tryToOpen(path: string): Promise<void> {
  const { db } = create({ path });
  try {
    await db.open();
  } catch (cause) {
    throw new StateFolderError(damagedTables(path), { cause });
  }
  await db.close();
}
