/**
 * Servers that only this machine can reach. They listen on 127.0.0.1 and, if the machine has it, on ::1, so
 * that `localhost` works whichever it resolves to. Other host names and pages of other machines are refused.
 */
import type { RequestListener, Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { forThisMachineOnly } from '../loopback-host.ts';

const IPV4 = '127.0.0.1';
const IPV6 = '::1';
/**
 * The port that the system picks for IPv4 may be in use on IPv6; then another is picked, up to this often.
 */
const MAX_PICKS = 5;
const SERVICE_UNAVAILABLE = 503;

export interface LoopbackServer {
  readonly port: number;
  /** `http://localhost:<port>`, without a trailing slash. */
  readonly url: string;
  /** Starts to answer requests; earlier ones get a 503. */
  serve(listener: RequestListener): void;
  /** Stops listening and drops open connections. */
  close(): Promise<void>;
}

/** Another process already listens on the port. */
export class PortInUseError extends Error {
  override readonly name = 'PortInUseError';
  readonly port: number;

  constructor(port: number, cause: unknown) {
    super(`Port ${port} is in use.`, { cause });
    this.port = port;
  }
}

/**
 * Opens a port; 0 picks a free one.
 * @throws {PortInUseError}
 */
export async function listenOnLoopback(port: number): Promise<LoopbackServer> {
  let listener: RequestListener = (_request, response) => {
    response.writeHead(SERVICE_UNAVAILABLE).end();
  };
  const servers = await openBoth(port, (request, response) => listener(request, response));
  const [first] = servers;
  const opened = (first.address() as AddressInfo).port;
  return {
    port: opened,
    url: `http://localhost:${opened}`,
    serve(next) {
      listener = next;
    },
    async close() {
      await Promise.all(servers.map(closeServer));
    },
  };
}

async function openBoth(port: number, listener: RequestListener): Promise<readonly [Server, ...Server[]]> {
  for (let pick = 1; ; pick += 1) {
    const first = await open(port, IPV4, listener);
    try {
      return [first, await open((first.address() as AddressInfo).port, IPV6, listener)];
    } catch (error) {
      if (!(error instanceof PortInUseError)) {
        return [first];
      }
      await closeServer(first);
      if (port !== 0 || pick === MAX_PICKS) {
        throw error;
      }
    }
  }
}

function open(port: number, host: string, listener: RequestListener): Promise<Server> {
  const server = createServer(forThisMachineOnly(listener));
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(error.code === 'EADDRINUSE' ? new PortInUseError(port, error) : error);
    });
    server.listen(port, host, () => resolve(server));
  });
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
