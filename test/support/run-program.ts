/** Runs a program of this folder as a process of its own: in Jest's modules, CDK takes ten times as long. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** What it printed. @throws with what the program said, when it fails */
export async function runProgram(file: string, environment: Record<string, string> = {}): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [`test/support/${file}`], {
    cwd: ROOT,
    env: { ...process.env, ...environment },
  });
  return stdout;
}
