/** Waits for something that takes an unknown time. */
import { setTimeout as pause } from 'node:timers/promises';

/** Ends a wait for what never happens, but is long enough for a busy machine. */
const PATIENCE_MS = 60_000;
const BETWEEN_LOOKS_MS = 50;

/** Polls until the condition holds; resolves to false if it never does. */
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
