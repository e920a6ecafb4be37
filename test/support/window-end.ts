/** The ends of the windows in which limits count: in the middle of a test, one would begin to count anew. */
import { setTimeout as pause } from 'node:timers/promises';

/** The shortest of the default limits. Windows begin at multiples of their length. */
const SHORTEST_WINDOW_SECONDS = 600;
/** Longer than a test takes. */
const HEADROOM_MS = 30_000;

/** Waits for a new window when the present one ends soon. */
export async function pauseAtWindowEnd(windowSeconds = SHORTEST_WINDOW_SECONDS): Promise<void> {
  const windowMs = windowSeconds * 1000;
  const leftMs = windowMs - (Date.now() % windowMs);
  if (leftMs < HEADROOM_MS) {
    await pause(leftMs);
  }
}
