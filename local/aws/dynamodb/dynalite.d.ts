/** dynalite ships no types. These cover what the local runtime and its tests use. */
declare module 'dynalite' {
  import type { Server } from 'node:http';

  export default function dynalite(options?: {
    readonly createTableMs?: number;
    readonly deleteTableMs?: number;
    readonly updateTableMs?: number;
  }): Server;
}

declare module 'dynalite/db/index.js' {
  export interface Store {
    readonly db: { open(): Promise<void> };
    readonly lifecycleManager: { gracefulClose(done: (error?: Error | null) => void): void };
  }

  export function create(options: {
    readonly createTableMs: number;
    readonly deleteTableMs: number;
    readonly updateTableMs: number;
    /** Default: in memory. */
    readonly path?: string;
  }): Store;
}

declare module 'dynalite/validations/index.js' {
  import type { Store } from 'dynalite/db/index.js';

  export function toLowerFirst(text: string): string;

  /** Returns the input without unknown members. @throws `{ statusCode, body }` */
  export function checkTypes(input: object, types: object): object;

  /** @throws `{ statusCode, body }` */
  export function checkValidations(
    input: object,
    types: object,
    custom: ((input: object) => string | undefined) | undefined,
    store: Store,
  ): void;
}
