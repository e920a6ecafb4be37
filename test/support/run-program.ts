/**
 * Runs a program of this folder in its own process, because CDK takes ten times as long in Jest's modules.
 */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Resolves to its standard output. @throws with the program's error output, when it fails */
export async function runProgram(file: string, environment: Record<string, string> = {}): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [`test/support/${file}`], {
    cwd: ROOT,
    env: { ...process.env, ...environment },
  });
  return stdout;
}
