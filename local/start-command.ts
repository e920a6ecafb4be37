/**
 * What `npm start` does: reads the options, starts the service, says where it is, and stops it. Programs that
 * start something beside the service use it too.
 */
import { FunctionRefusedError } from './aws/lambda/quotas.ts';
import { UnsupportedStateMachineError } from './aws/step-functions/asl-support.ts';
import { UnsupportedIntrinsicError } from './cloudformation/intrinsics.ts';
import { UnsupportedResourcesError } from './cloudformation/load-stack.ts';
import type { Hook } from './http/hooks.ts';
import { PortInUseError } from './http/listen-loopback.ts';
import type { StartOptions } from './local-options.ts';
import { HELP, OptionError, PORT_VARIABLES, readOptions } from './local-options.ts';
import { StateFolderError } from './persistence/state-folder-error.ts';
import type { LocalRuntime } from './start-local.ts';
import { startLocal } from './start-local.ts';
import { onStopRequest } from './stop-requests.ts';
import { SynthError } from './synthesise.ts';

const MILLISECONDS = 1000;
const UNSUPPORTED = [
  FunctionRefusedError,
  UnsupportedIntrinsicError,
  UnsupportedResourcesError,
  UnsupportedStateMachineError,
];

/** What to print once the service runs. A program can start what belongs beside the service here. */
export type OnReady = (runtime: LocalRuntime & { readonly listed: readonly Hook[] }) => string;

/** Resolves when the service runs, or could not be started. A failure is printed and sets the exit code. */
export async function startCommand(argv: readonly string[], onReady: OnReady): Promise<void> {
  let options: StartOptions;
  try {
    options = readOptions(argv, process.env);
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
  started = start(options, stopping.signal, onReady);
  await started;
}

/** Undefined when the start was stopped or failed; a failure also sets the exit code. */
async function start(
  options: StartOptions,
  signal: AbortSignal,
  onReady: OnReady,
): Promise<LocalRuntime | undefined> {
  const { showsLogs, context, output, persist, engine, ports, receiver, alarmMinuteMs } = options;
  const startedAtMs = performance.now();
  try {
    const runtime = await startLocal({
      ports,
      context,
      output,
      ...(persist === undefined ? {} : { persist }),
      engine,
      ...(receiver === undefined ? {} : { receiver }),
      ...(alarmMinuteMs === undefined ? {} : { alarmMinuteMs }),
      signal,
      onProgress: (text) => console.log(text),
      onFailure: (message) => console.error(`Server error: ${message}`),
      ...(showsLogs ? { onLog: (line) => console.log(`[${line.function}] ${line.line}`) } : {}),
    });
    console.log(onReady({ ...runtime, listed: await runtime.hooks() }));
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
