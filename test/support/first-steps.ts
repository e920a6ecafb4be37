/** Runs docs/first-steps.md as a reader would: every line, copied into one terminal. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { DEFAULT_PORTS } from '../../local/default-ports.ts';

const BLOCK = /```\n([\s\S]*?)```/g;
/** A character that no output contains. */
const END = '\u0001';

/** The shell blocks after the one that starts the service, in order. */
export function firstSteps(): string[] {
  const page = readFileSync('docs/first-steps.md', 'utf8');
  const [first, ...others] = [...page.matchAll(BLOCK)].map(([, block = '']) => block);
  if (first !== 'npm ci\nnpm start\n') {
    throw new Error(`The first block does not start the service: ${first}`);
  }
  return others;
}

/** The block with the page's ports replaced by those of a running service. */
export const onPorts = (block: string, ports: Readonly<Record<keyof typeof DEFAULT_PORTS, string>>): string =>
  Object.entries(DEFAULT_PORTS).reduce(
    (text, [server, port]) =>
      text.replaceAll(`localhost:${port}`, `localhost:${ports[server as keyof typeof ports]}`),
    block,
  );

export interface Terminal {
  /** Resolves to the output of the commands. @throws when the last of them fails */
  run(commands: string): Promise<string>;
  close(): void;
}

/** Starts one shell for all blocks, so that later blocks can use a variable that an earlier one set. */
export function openTerminal(): Terminal {
  const shell = spawn('bash', ['--norc', '-s'], { stdio: ['pipe', 'pipe', 'pipe'] });
  let said = '';
  let complained = '';
  let onSaid: () => void = () => undefined;
  shell.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
    onSaid();
  });
  shell.stderr.setEncoding('utf8').on('data', (text: string) => {
    complained += text;
  });
  return {
    run: (commands) =>
      new Promise((resolve, reject) => {
        said = '';
        complained = '';
        onSaid = () => {
          const [output = '', code] = said.split(END);
          if (code === undefined || !code.endsWith('\n')) {
            return;
          }
          if (code === '0\n') {
            resolve(output);
          } else {
            reject(new Error(`${commands} ended with ${code}${complained}`));
          }
        };
        shell.stdin.write(`${commands}\nprintf '${END}%s\\n' $?\n`);
      }),
    close: () => shell.stdin.end(),
  };
}
