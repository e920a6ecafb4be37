/**
 * fast-check as every test imports it: with one seed, so that runs are repeatable.
 *
 * `npm run test:explore` looks for what this seed does not show: it sets a fresh seed and many more runs by
 * the two variables. What it finds goes into `examples` of the property.
 */
// biome-ignore lint/style/noRestrictedImports: this is the one place
import fc from 'fast-check';

export const SEED = Number(process.env.PROPERTY_SEED ?? 20_261_122);
const TIMES = Number(process.env.PROPERTY_RUNS_TIMES ?? 1);
const EXPLORES_AT_MOST_MS = 10 * 60_000;

/** The runs of a property that needs another number than fast-check's 100. */
export const runs = (usual: number): number => usual * TIMES;

/** The time limit of a property, where a test sets one. */
export const within = (milliseconds: number): number => (TIMES > 1 ? 2 * EXPLORES_AT_MOST_MS : milliseconds);

fc.configureGlobal({
  seed: SEED,
  numRuns: runs(100),
  // On a busy machine many more runs may take too long: this reports what was found by then instead of a timeout.
  ...(TIMES > 1 ? { interruptAfterTimeLimit: EXPLORES_AT_MOST_MS } : {}),
});

export { fc };
