/** Avoids the end of a limit's window: a test fails if a limit starts over in the middle of it. */
import { setTimeout as pause } from 'node:timers/promises';

/** The shortest of the default limits. Windows begin at multiples of their length. */
const SHORTEST_WINDOW_SECONDS = 600;
/** Longer than a test takes. */
const HEADROOM_MS = 30_000;

/** Waits for the next window if the current one ends soon. */
export async function pauseAtWindowEnd(windowSeconds = SHORTEST_WINDOW_SECONDS): Promise<void> {
  const windowMs = windowSeconds * 1000;
  const leftMs = windowMs - (Date.now() % windowMs);
  if (leftMs < HEADROOM_MS) {
    await pause(leftMs);
  }
}
