/** Runs CDK's command line, as installed with this repository, in this terminal. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { RefusedError } from './command-line.ts';

/** Resolves when it succeeded. @throws when it failed: it has said why */
export type RunCdk = (args: readonly string[]) => Promise<void>;

export const runCdk: RunCdk = async (args) => {
  const cdk = createRequire(import.meta.url).resolve('aws-cdk/bin/cdk');
  await runNode([cdk, ...args], `cdk ${args[0]}`);
};

/**
 * Runs a program of this repository on the same Node. Ctrl-C reaches both: this process waits for the program, so that
 * what is to be done afterwards is done, such as deleting an assembly with codes of test destinations.
 */
export async function runNode(
  args: readonly string[],
  name: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<void> {
  const child = spawn(process.execPath, args, {
    stdio: 'inherit',
    env: { ...process.env, ...environment },
  });
  const goOn = () => undefined;
  process.on('SIGINT', goOn);
  try {
    const [code, signal] = await once(child, 'exit');
    if (signal !== null) {
      throw new RefusedError(
        `${name} was interrupted (${signal}). CloudFormation goes on with what it has begun: see the events of the stacks.`,
      );
    }
    if (code !== 0) {
      throw new RefusedError(`${name} ended with exit code ${code}.`);
    }
  } finally {
    process.off('SIGINT', goOn);
  }
}
