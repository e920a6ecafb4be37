/**
 * The environments of one function: as many as its load needs, up to a limit. A waiting invocation takes the
 * first one that becomes free. Only a wait longer than a warm invocation starts another one; otherwise a
 * burst would start many threads that slow each other down.
 */
import { AwsError } from '../wire/aws-error.ts';
import type { Environment, Outcome, TimedInvocation } from './environment.ts';
import { startEnvironment } from './environment.ts';
import type { LambdaFunction } from './functions.ts';
import type { LogStore } from './log-store.ts';

/** Concurrent invocations of one function. Further ones wait, where AWS would throttle them. */
const MAX_ENVIRONMENTS = 10;
/** How long an invocation waits for a busy environment before another one is started. */
const PATIENCE_MS = 100;

export interface FunctionRunner {
  readonly fn: LambdaFunction;
  /** Starts the first environment ahead of the first invocation. */
  warm(): Promise<void>;
  /** @throws {AwsError} when the function's runtime cannot be run here */
  invoke(invocation: TimedInvocation): Promise<Outcome>;
  /** Ends an environment as if it had crashed during an invocation. */
  crash(): Promise<Outcome>;
  /** Ends the idle environments, so that the next invocation is a cold start. */
  forget(): Promise<void>;
  close(): Promise<void>;
}

/** Starts environments when needed, and reuses the one that was used last. */
export function createFunctionRunner(fn: LambdaFunction, logs: LogStore): FunctionRunner {
  const environments = new Set<Environment>();
  const idle: Environment[] = [];
  const waiting: { readonly sinceMs: number; readonly take: (environment: Environment) => void }[] = [];
  let isStarting = false;
  let growTimer: NodeJS.Timeout | undefined;
  let isClosed = false;

  const onLine = (line: string) => logs.add({ at: new Date().toISOString(), function: fn.shortName, line });

  function acquire(): Promise<Environment> {
    if (!fn.runtime.startsWith('nodejs')) {
      throw new AwsError(
        'InvalidRuntimeException',
        `The local runtime does not run ${fn.runtime} (${fn.name}).`,
      );
    }
    for (let warm = idle.pop(); warm; warm = idle.pop()) {
      if (warm.isUsable()) {
        return Promise.resolve(warm);
      }
      environments.delete(warm);
    }
    const acquired = new Promise<Environment>((take) => waiting.push({ sinceMs: Date.now(), take }));
    grow();
    return acquired;
  }

  function grow(): void {
    const [oldest] = waiting;
    if (!oldest || isClosed || isStarting || environments.size >= MAX_ENVIRONMENTS) {
      return;
    }
    const patienceMs = environments.size === 0 ? 0 : oldest.sinceMs + PATIENCE_MS - Date.now();
    if (patienceMs > 0) {
      growLater(patienceMs);
    } else {
      start();
    }
  }

  function growLater(ms: number): void {
    growTimer ??= setTimeout(() => {
      growTimer = undefined;
      grow();
    }, ms);
  }

  function start(): void {
    isStarting = true;
    const environment = startEnvironment(fn, onLine);
    environments.add(environment);
    // One that failed to start is handed out too, so that the waiting invocation gets the failure.
    void environment.started.then(() => {
      isStarting = false;
      offer(environment);
      grow();
    });
  }

  function offer(environment: Environment): void {
    const next = waiting.shift();
    if (next) {
      next.take(environment);
    } else {
      idle.push(environment);
    }
  }

  function release(environment: Environment): void {
    if (environment.isUsable()) {
      offer(environment);
    } else {
      environments.delete(environment);
      grow();
    }
  }

  return {
    fn,
    async warm() {
      release(await acquire());
    },
    async invoke(invocation) {
      const environment = await acquire();
      try {
        return await environment.invoke(invocation);
      } finally {
        release(environment);
      }
    },
    async crash() {
      const environment = await acquire();
      await environment.stop();
      release(environment);
      return { kind: 'crash' };
    },
    async forget() {
      const ended = idle.splice(0);
      for (const environment of ended) {
        environments.delete(environment);
      }
      await Promise.all(ended.map((environment) => environment.stop()));
    },
    async close() {
      isClosed = true;
      clearTimeout(growTimer);
      await Promise.all([...environments].map((environment) => environment.stop()));
    },
  };
}
