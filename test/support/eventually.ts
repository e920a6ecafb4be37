/** Waiting for what happens in a while. */
import { setTimeout as pause } from 'node:timers/promises';

/** Ends what never happens, and leaves a busy machine its time. */
const PATIENCE_MS = 60_000;
const BETWEEN_LOOKS_MS = 50;

/** Looks again and again until it holds; false if it never did. */
export async function eventually(holds: () => boolean | Promise<boolean>): Promise<boolean> {
  const untilMs = Date.now() + PATIENCE_MS;
  while (!(await holds())) {
    if (Date.now() > untilMs) {
      return false;
    }
    await pause(BETWEEN_LOOKS_MS);
  }
  return true;
}
