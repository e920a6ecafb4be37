/**
 * Notices every way in which `npm start` is stopped: Ctrl-C, a signal, a closed terminal, and the end of
 * npm, which passes signals on to a shell that passes nothing on, and passes on no SIGKILL.
 */
import { onParentEnd } from './parent-process.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** As a shell says it of Ctrl-C. */
const FORCED_EXIT = 130;
/** npm repeats the terminal's Ctrl-C; that is not a second one. */
const REPEATED_WITHIN_MS = 1_000;
/** What has not stopped by then will not. */
const STOPS_WITHIN_MS = 10_000;

/** Calls `stop` once. A further signal, or too long a wait, ends the process at once. */
export function onStopRequest(stop: () => void): void {
  let askedAtMs: number | undefined;
  const ask = () => {
    if (askedAtMs !== undefined) return;
    askedAtMs = performance.now();
    setTimeout(() => process.exit(FORCED_EXIT), STOPS_WITHIN_MS).unref();
    stop();
  };
  for (const signal of SIGNALS) {
    process.on(signal, () => {
      const isInsisting = askedAtMs !== undefined && performance.now() - askedAtMs > REPEATED_WITHIN_MS;
      if (isInsisting) process.exit(FORCED_EXIT);
      ask();
    });
  }
  // A terminal that is gone, or the other end of a pipe: nobody reads on.
  for (const output of [process.stdout, process.stderr]) output.on('error', ask);
  onParentEnd(ask);
}
