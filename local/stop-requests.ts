/**
 * Notices every way to stop `npm start`: Ctrl-C, a signal, a closed terminal, and the end of npm. npm
 * forwards signals only to its shell, which does not forward them further. SIGKILL cannot be forwarded at
 * all.
 */
import { onParentEnd } from './parent-process.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** The exit code that a shell gives after Ctrl-C. */
const FORCED_EXIT = 130;
/** A signal within this time is npm's copy of the terminal's Ctrl-C, not a second request. */
const REPEATED_WITHIN_MS = 1_000;
/** If the stop takes longer, the process exits anyway. */
const STOPS_WITHIN_MS = 10_000;

/** Calls `stop` once. Another signal, or a stop that takes too long, ends the process at once. */
export function onStopRequest(stop: () => void): void {
  let askedAtMs: number | undefined;
  const ask = () => {
    if (askedAtMs !== undefined) {
      return;
    }
    askedAtMs = performance.now();
    setTimeout(() => process.exit(FORCED_EXIT), STOPS_WITHIN_MS).unref();
    stop();
  };
  for (const signal of SIGNALS) {
    process.on(signal, () => {
      const isInsisting = askedAtMs !== undefined && performance.now() - askedAtMs > REPEATED_WITHIN_MS;
      if (isInsisting) {
        process.exit(FORCED_EXIT);
      }
      ask();
    });
  }
  // An error means that the terminal, or the reader of a pipe, is gone.
  for (const output of [process.stdout, process.stderr]) {
    output.on('error', ask);
  }
  onParentEnd(ask);
}
