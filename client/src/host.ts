/** What the client needs of the program that it runs in, beside fetch; tests hand in their own. */

export interface Host {
  readonly nowMs: () => number;
  /** From 0 up to, but not including, 1. */
  readonly random: () => number;
  readonly newKey: () => string;
  /** @throws the signal's reason as soon as that is aborted */
  readonly wait: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** A signal that is aborted after this time. */
  readonly after: (milliseconds: number) => AbortSignal;
}

export const THIS_HOST: Host = {
  nowMs: () => Date.now(),
  random: () => Math.random(),
  newKey: () => crypto.randomUUID(),
  wait: (milliseconds, signal) =>
    new Promise((resolve, reject) => {
      const stop = () => {
        clearTimeout(timer);
        reject(signal.reason);
      };
      const timer = setTimeout(() => {
        signal.removeEventListener('abort', stop);
        resolve();
      }, milliseconds);
      if (signal.aborted) {
        stop();
      }
      signal.addEventListener('abort', stop, { once: true });
    }),
  after: (milliseconds) => AbortSignal.timeout(milliseconds),
};
