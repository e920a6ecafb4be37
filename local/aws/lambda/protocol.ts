/** The messages between the pool and its worker threads. */

/** Passed to a worker when it starts. */
export interface WorkerSettings {
  /** Folder of the bundle. */
  readonly folder: string;
  /** `file.export`. */
  readonly handler: string;
  readonly functionName: string;
  readonly functionArn: string;
  readonly memorySizeMb: number;
}

/** Pool to worker. */
export interface Invocation {
  readonly requestId: string;
  /** JSON text. */
  readonly payload: string;
  /** Epoch milliseconds. */
  readonly deadlineMs: number;
  readonly traceId: string;
}

/** What Lambda returns instead of a result when the function fails. */
export interface FunctionError {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace?: readonly string[];
}

/** Worker to pool. */
export type WorkerReply =
  | { readonly kind: 'ready' }
  | { readonly kind: 'init-failed'; readonly error: FunctionError }
  | { readonly kind: 'result'; readonly payload: string }
  | { readonly kind: 'failed'; readonly error: FunctionError };

/** Node's variable for the folder of its compile cache. */
export const COMPILE_CACHE = 'NODE_COMPILE_CACHE';
