/** dynalite ships no types. These cover what the local runtime uses. */
declare module 'dynalite' {
  import type { Server } from 'node:http';

  export default function dynalite(options?: {
    readonly createTableMs?: number;
    readonly deleteTableMs?: number;
    readonly updateTableMs?: number;
    readonly path?: string;
  }): Server;
}

declare module 'dynalite/db/index.js' {
  export function create(options: { readonly path: string }): {
    readonly db: { open(): Promise<void>; close(): Promise<void> };
  };
}
