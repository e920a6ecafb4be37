/** Starts what `npm start` starts, on free ports, in a separate process. */
import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { LoggedLine } from './evidence.ts';
import type { Urls } from './local-service.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const FREE_PORTS = { PORT: '0', AWS_PORT: '0', ISSUER_PORT: '0' };

export interface Started {
  readonly urls: Urls;
  /** What functions have logged so far. */
  readonly lines: readonly LoggedLine[];
  stop(): Promise<void>;
}

/** @throws when it ends before it is ready */
export async function startService(
  context: readonly string[],
  output: string,
  onFailure: (text: string) => void,
): Promise<Started> {
  const args = ['local/main.ts', '--logs', '--output', output];
  const child = spawn(process.execPath, [...args, ...context.flatMap((each) => ['--context', each])], {
    cwd: ROOT,
    env: { ...process.env, ...FREE_PORTS },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(child, 'exit');
  const lines: LoggedLine[] = [];
  const said: string[] = [];
  const urls = await new Promise<Urls>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const logged = /^\[([a-z0-9-]+)\] (.*)$/.exec(line);
      if (logged) {
        lines.push({ function: logged[1] ?? '', line: logged[2] ?? '' });
        return;
      }
      said.push(line);
      if (line.startsWith('Ready in')) {
        resolve(urlsIn(said.join('\n')));
      }
    });
    createInterface({ input: child.stderr }).on('line', (line) => {
      said.push(line);
      onFailure(line);
    });
    child.once('exit', (code) => reject(new Error(`The service ended with ${code}:\n${said.join('\n')}`)));
  });
  return { urls, lines, stop: () => stop(child, ended) };
}

async function stop(child: ChildProcess, ended: Promise<unknown>): Promise<void> {
  child.kill('SIGTERM');
  await ended;
}

function urlsIn(said: string): Urls {
  const url = (name: string): string => {
    const found = new RegExp(`^  ${name} +(http://\\S+?)/?(?: |$)`, 'm').exec(said)?.[1];
    if (found === undefined) {
      throw new Error(`The service did not say where its ${name} is.`);
    }
    return found;
  };
  return { pageUrl: url('Page'), apiUrl: url('API'), awsUrl: url('AWS'), issuerUrl: url('Issuer') };
}
