/** Runs CDK's command line, as installed with this repository, in this terminal. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';

/** Resolves when it succeeded. @throws when it failed: it has said why */
export type RunCdk = (args: readonly string[]) => Promise<void>;

export const runCdk: RunCdk = async (args) => {
  const cdk = createRequire(import.meta.url).resolve('aws-cdk/bin/cdk');
  await runNode([cdk, ...args], `cdk ${args[0]}`);
};

/** Runs a program of this repository on the same Node. */
export async function runNode(
  args: readonly string[],
  name: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<void> {
  const child = spawn(process.execPath, args, {
    stdio: 'inherit',
    env: { ...process.env, ...environment },
  });
  const [code] = await once(child, 'exit');
  if (code !== 0) {
    throw new Error(`${name} ended with exit code ${code}.`);
  }
}
