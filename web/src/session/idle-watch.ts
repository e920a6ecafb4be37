/**
 * Notices that nobody is there any more (OWASP ASVS 5.0, 7.3.1): warns first, then ends.
 *
 * Time is read from the clock at each look, because timers stand still while a computer sleeps.
 */
const LOOK_EVERY_MS = 1_000;
/** What only people do. Not the mouse's movement: a desk that is bumped into is nobody at work. */
const SIGNS_OF_LIFE = ['pointerdown', 'keydown', 'wheel', 'touchstart'] as const;
/** Before anything on the page can stop an event. An object, as Node's EventTarget removes nothing by a boolean. */
const CAPTURE = { capture: true };

/** The part of `window` that tells of what people do. */
interface WatchedPage {
  addEventListener(type: string, listener: () => void, options: { capture: boolean }): void;
  removeEventListener(type: string, listener: () => void, options: { capture: boolean }): void;
}

export interface IdleWatchOptions {
  readonly target: WatchedPage;
  readonly timeoutMs: number;
  /** How long before the end the warning comes. */
  readonly warnForMs: number;
  /** Gets the end in epoch milliseconds; undefined when somebody is there again. */
  readonly onWarning: (endsAtMs: number | undefined) => void;
  readonly onIdle: () => void;
}

export interface IdleWatch {
  /** Somebody said that they are there. */
  readonly stay: () => void;
  readonly stop: () => void;
}

export function watchIdleness({ target, timeoutMs, ...options }: IdleWatchOptions): IdleWatch {
  let seenAtMs = Date.now();
  let warned = false;

  function look(): void {
    const endsAtMs = seenAtMs + timeoutMs;
    if (Date.now() >= endsAtMs) {
      stop();
      options.onIdle();
    } else if (!warned && Date.now() >= endsAtMs - options.warnForMs) {
      warned = true;
      options.onWarning(endsAtMs);
    }
  }

  /** Once it warned, only an answer to the warning counts. */
  function see(): void {
    // The first key after a long sleep is too late.
    look();
    if (!warned) {
      seenAtMs = Date.now();
    }
  }

  function stop(): void {
    clearInterval(timer);
    for (const sign of SIGNS_OF_LIFE) {
      target.removeEventListener(sign, see, CAPTURE);
    }
  }

  for (const sign of SIGNS_OF_LIFE) {
    target.addEventListener(sign, see, CAPTURE);
  }
  const timer = setInterval(look, LOOK_EVERY_MS);
  return {
    stay() {
      seenAtMs = Date.now();
      warned = false;
      options.onWarning(undefined);
    },
    stop,
  };
}
