/** The program that `npm start` runs. */
import { FunctionRefusedError } from './aws/lambda/quotas.ts';
import { UnsupportedStateMachineError } from './aws/step-functions/asl-support.ts';
import { UnsupportedIntrinsicError } from './cloudformation/intrinsics.ts';
import { UnsupportedResourcesError } from './cloudformation/load-stack.ts';
import { PortInUseError } from './http/listen-loopback.ts';
import type { StartOptions } from './local-options.ts';
import { HELP, OptionError, PORT_VARIABLES, readOptions } from './local-options.ts';
import { StateFolderError } from './persistence/state-folder-error.ts';
import type { LocalRuntime } from './start-local.ts';
import { startLocal } from './start-local.ts';
import { onStopRequest } from './stop-requests.ts';
import { SynthError } from './synthesise.ts';
import { welcome } from './welcome.ts';

const MILLISECONDS = 1000;
const UNSUPPORTED = [
  FunctionRefusedError,
  UnsupportedIntrinsicError,
  UnsupportedResourcesError,
  UnsupportedStateMachineError,
];

await main();

async function main(): Promise<void> {
  let options: StartOptions;
  try {
    options = readOptions(process.argv.slice(2), process.env);
  } catch (error) {
    fail(error);
    return console.error('`npm start -- --help` lists the options.');
  }
  if (options.isHelp) {
    console.log(HELP);
    return;
  }
  const stopping = new AbortController();
  let started: Promise<LocalRuntime | undefined> = Promise.resolve(undefined);
  // Registered first, so that a stop leaves no process behind.
  onStopRequest(() => {
    console.log('\nStopping …');
    stopping.abort();
    started
      .then((runtime) => runtime?.close())
      .catch(fail)
      .finally(() => process.exit());
  });
  started = start(options, stopping.signal);
  await started;
}

/** Undefined when the start was stopped or failed; a failure also sets the exit code. */
async function start(options: StartOptions, signal: AbortSignal): Promise<LocalRuntime | undefined> {
  const { showsLogs, context, output, persist, engine, ports, receiver } = options;
  const startedAtMs = performance.now();
  try {
    const runtime = await startLocal({
      ports,
      context,
      output,
      ...(persist === undefined ? {} : { persist }),
      engine,
      ...(receiver === undefined ? {} : { receiver }),
      signal,
      onProgress: (text) => console.log(text),
      onFailure: (message) => console.error(`Server error: ${message}`),
      ...(showsLogs ? { onLog: (line) => console.log(`[${line.function}] ${line.line}`) } : {}),
    });
    console.log(welcome({ ...runtime, listed: await runtime.hooks() }));
    console.log(`Ready in ${((performance.now() - startedAtMs) / MILLISECONDS).toFixed(1)} s`);
    return runtime;
  } catch (error) {
    if (!signal.aborted) {
      fail(error, ports);
    }
    return undefined;
  }
}

function fail(error: unknown, ports?: StartOptions['ports']): void {
  console.error(explain(error, ports));
  process.exitCode = 1;
}

/** The message of an error that people can fix; the stack trace of any other. */
function explain(error: unknown, ports?: StartOptions['ports']): string {
  if (error instanceof PortInUseError) {
    const { port } = error;
    const server = (['page', 'aws', 'issuer'] as const).find((each) => ports?.[each] === port);
    const variable = server ? PORT_VARIABLES[server] : 'its variable';
    return `Port ${port} is in use. Free it, or set ${variable} to another port (0 picks a free one).`;
  }
  const isExpected = [OptionError, StateFolderError, SynthError, ...UNSUPPORTED].some(
    (kind) => error instanceof kind,
  );
  if (!(error instanceof Error)) {
    return String(error);
  }
  return isExpected ? error.message : (error.stack ?? error.message);
}
