/**
 * Notices every way in which `npm start` is stopped: Ctrl-C, a signal, a closed terminal, and the end of npm. npm
 * passes signals only to its shell, which does not pass them on, and cannot pass on SIGKILL.
 */
import { onParentEnd } from './parent-process.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** The exit code of a shell for Ctrl-C. */
const FORCED_EXIT = 130;
/** npm repeats the terminal's Ctrl-C, which is not a second one. */
const REPEATED_WITHIN_MS = 1_000;
/** After this the process ends anyway. */
const STOPS_WITHIN_MS = 10_000;

/** Calls `stop` once. A further signal, or too long a wait, ends the process at once. */
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
  // The terminal, or the reader of a pipe, is gone.
  for (const output of [process.stdout, process.stderr]) {
    output.on('error', ask);
  }
  onParentEnd(ask);
}
