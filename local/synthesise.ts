/** Runs `cdk synth`, so that what runs here is what would be deployed. */
import { once } from 'node:events';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { endGuarded, spawnGuarded } from './guarded-process.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const BIN = join(ROOT, 'node_modules', '.bin');
const CDK = join(ROOT, 'node_modules', 'aws-cdk', 'bin', 'cdk');

export interface SynthOptions {
  /** Absolute, or relative to the project. */
  readonly output: string;
  /** `key=value`, as `cdk -c` takes them. */
  readonly context: readonly string[];
  readonly signal?: AbortSignal | undefined;
}

/** `cdk synth` failed; the message contains its output. */
export class SynthError extends Error {
  override readonly name = 'SynthError';
}

/** @throws {SynthError} */
export async function synthesise({ output, context, signal }: SynthOptions): Promise<void> {
  signal?.throwIfAborted();
  // cdk starts the app as another process, and both must end together.
  const child = spawnGuarded(
    process.execPath,
    [
      CDK,
      'synth',
      '--quiet',
      '--no-notices',
      '--output',
      output,
      ...context.flatMap((setting) => ['-c', setting]),
    ],
    {
      cwd: ROOT,
      env: {
        ...process.env,
        CDK_DISABLE_CLI_TELEMETRY: 'true',
        // CDK's own checks change no template and take a third of the synth's time. `npm run synth`, every
        // deployment and the tests run them.
        CDK_VALIDATION: 'false',
        PATH: `${BIN}${delimiter}${process.env.PATH}`,
      },
      stdout: 'pipe',
    },
  );
  const said: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => said.push(text));
  }
  const stop = () => void endGuarded(child);
  signal?.addEventListener('abort', stop, { once: true });
  const [code] = (await once(child, 'close')) as [number | null];
  signal?.removeEventListener('abort', stop);
  signal?.throwIfAborted();
  if (code !== 0) {
    throw new SynthError(`The stack could not be synthesised.\n${said.join('').trim()}`);
  }
}
