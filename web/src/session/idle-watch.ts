/**
 * Detects that nobody is using the page (OWASP ASVS 5.0, 7.3.1): warns first, then ends the session.
 *
 * Time is read from the clock at each check, because timers stop while a computer sleeps.
 */
const LOOK_EVERY_MS = 1_000;
const TELL_EVERY_MS = 60_000;
/** Events that need a person. Mouse movement does not count: a bumped desk causes it too. */
const SIGNS_OF_LIFE = ['pointerdown', 'keydown', 'wheel', 'touchstart'] as const;
/** Sees events before the page can stop them. An object: Node's EventTarget ignores a boolean on removal. */
const CAPTURE = { capture: true };

/** The part of `window` that reports activity. */
interface WatchedPage {
  addEventListener(type: string, listener: () => void, options: { capture: boolean }): void;
  removeEventListener(type: string, listener: () => void, options: { capture: boolean }): void;
}

export interface IdleWatchOptions {
  readonly target: WatchedPage;
  readonly timeoutMs: number;
  /** How long before the end to warn. */
  readonly warnForMs: number;
  /** Called with the end in epoch milliseconds, or undefined when somebody is active again. */
  readonly onWarning: (endsAtMs: number | undefined) => void;
  readonly onIdle: () => void;
  /** Called with when somebody was active, at most once a minute. */
  readonly onSeen: (atMs: number) => void;
}

export interface IdleWatch {
  /** Somebody answered the warning. */
  readonly stay: () => void;
  readonly stop: () => void;
}

export function watchIdleness({ target, timeoutMs, ...options }: IdleWatchOptions): IdleWatch {
  let seenAtMs = Date.now();
  let toldAtMs = seenAtMs;
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

  /** After the warning, only an answer to it counts. */
  function see(): void {
    // The first key after a long sleep is too late.
    look();
    if (!warned) {
      note();
    }
  }

  function note(): void {
    seenAtMs = Date.now();
    if (seenAtMs - toldAtMs >= TELL_EVERY_MS) {
      toldAtMs = seenAtMs;
      options.onSeen(seenAtMs);
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
      note();
      warned = false;
      options.onWarning(undefined);
    },
    stop,
  };
}
