/** Limits how many calls run at once. The others wait in order of arrival. */
export type Turnstile = <T>(pass: () => Promise<T>) => Promise<T>;

export function createTurnstile(most: number): Turnstile {
  const waiting: (() => void)[] = [];
  let inside = 0;

  return async (pass) => {
    if (inside >= most) {
      await new Promise<void>((enter) => waiting.push(enter));
    } else {
      inside += 1;
    }
    try {
      return await pass();
    } finally {
      // The place passes to the next in line, or becomes free.
      const next = waiting.shift();
      if (next) {
        next();
      } else {
        inside -= 1;
      }
    }
  };
}
