/** One execution environment of a function: a worker thread, kept warm between invocations. */
import { randomBytes } from 'node:crypto';
import { createInterface } from 'node:readline';
import { Worker } from 'node:worker_threads';
import type { LambdaFunction } from './functions.ts';
import type { FunctionError, Invocation, WorkerReply } from './protocol.ts';
import { COMPILE_CACHE } from './protocol.ts';

const INIT_TIMEOUT_MS = 10_000;
const OUT_OF_MEMORY = 'ERR_WORKER_OUT_OF_MEMORY';
const WORKER_FILE = new URL('./worker.ts', import.meta.url);

/** How an invocation ended. Payloads are JSON text. */
export type Outcome =
  | { readonly kind: 'result'; readonly payload: string }
  /** The handler threw, or the bundle did not load. */
  | { readonly kind: 'error'; readonly error: FunctionError }
  | { readonly kind: 'timeout' }
  /** The environment ended during the invocation: out of memory, exit, crash. */
  | { readonly kind: 'crash' };

export interface TimedInvocation {
  readonly requestId: string;
  readonly payload: string;
  /** The remaining time that the handler sees when it starts. */
  readonly timeLeftMs: number;
  /** The time after which the invocation times out. */
  readonly allowedMs: number;
}

export interface Environment {
  /** Resolves, and never rejects, once the bundle has loaded or failed to load. */
  readonly started: Promise<void>;
  /** Call it only after `started`, and for one invocation at a time. */
  invoke(invocation: TimedInvocation): Promise<Outcome>;
  /** False once it has crashed, timed out or failed to start: then it accepts no more invocations. */
  isUsable(): boolean;
  stop(): Promise<void>;
}

/** Starts a worker, which loads the bundle. If that fails, every invocation ends with the same failure. */
export function startEnvironment(fn: LambdaFunction, onLine: (line: string) => void): Environment {
  const worker = createWorker(fn, onLine);
  const started = Promise.withResolvers<void>();
  const initTimer = setTimeout(() => stopWith({ kind: 'timeout' }), INIT_TIMEOUT_MS);
  let settle: ((outcome: Outcome) => void) | undefined;
  let ending: Outcome | undefined;

  function ready(): void {
    clearTimeout(initTimer);
    started.resolve();
  }
  function finish(outcome: Outcome): void {
    settle?.(outcome);
    settle = undefined;
  }
  function end(outcome: Outcome): void {
    ending ??= outcome;
    ready();
    finish(outcome);
  }
  function stopWith(outcome: Outcome): void {
    end(outcome);
    void worker.terminate();
  }

  worker.on('message', (reply: WorkerReply) => {
    if (reply.kind === 'ready') {
      ready();
    } else if (reply.kind === 'init-failed') {
      stopWith({ kind: 'error', error: reply.error });
    } else if (reply.kind === 'failed') {
      finish({ kind: 'error', error: reply.error });
    } else {
      finish({ kind: 'result', payload: reply.payload });
    }
  });
  worker.on('error', (error: NodeJS.ErrnoException) => {
    onLine(error.stack ?? error.message);
    end(error.code === OUT_OF_MEMORY ? { kind: 'crash' } : { kind: 'error', error: uncaught(error) });
  });
  worker.on('exit', () => end({ kind: 'crash' }));

  return {
    started: started.promise,
    isUsable: () => ending === undefined,
    async stop() {
      end({ kind: 'crash' });
      await worker.terminate();
    },
    async invoke({ requestId, payload, timeLeftMs, allowedMs }) {
      if (ending) {
        return ending;
      }
      const outcome = Promise.withResolvers<Outcome>();
      settle = outcome.resolve;
      const timer = setTimeout(() => stopWith({ kind: 'timeout' }), allowedMs);
      const deadlineMs = Date.now() + timeLeftMs;
      worker.postMessage({ requestId, payload, deadlineMs, traceId: newTraceId() } satisfies Invocation);
      try {
        return await outcome.promise;
      } finally {
        clearTimeout(timer);
      }
    },
  };
}

function createWorker(fn: LambdaFunction, onLine: (line: string) => void): Worker {
  const settings = fn.settings();
  const worker = new Worker(WORKER_FILE, {
    workerData: settings,
    env: { ...compileCache(), ...fn.env, LAMBDA_TASK_ROOT: settings.folder },
    execArgv: ['--disable-warning=ExperimentalWarning'],
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: settings.memorySizeMb },
  });
  for (const stream of [worker.stdout, worker.stderr]) {
    createInterface({ input: stream }).on('line', onLine);
  }
  return worker;
}

/**
 * Shares this process's compile cache, if any, so that a worker starts in half of the time. The worker
 * hides the variable from the function.
 */
function compileCache(): NodeJS.Dict<string> {
  const folder = process.env[COMPILE_CACHE];
  return folder === undefined ? {} : { [COMPILE_CACHE]: folder };
}

const uncaught = ({ name, message }: Error): FunctionError => ({ errorType: name, errorMessage: message });

/** Not sampled: there is no X-Ray here. */
function newTraceId(): string {
  const seconds = Math.floor(Date.now() / 1000).toString(16);
  const id = randomBytes(20).toString('hex');
  return `Root=1-${seconds}-${id.slice(0, 24)};Parent=${id.slice(24)};Sampled=0`;
}
