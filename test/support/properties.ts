/**
 * fast-check for every test, with a fixed seed, so that runs are repeatable.
 *
 * `npm run test:explore` looks for failures that this seed does not find. It sets a new seed and many more
 * runs with the two variables. A failure that it finds goes into the `examples` of the property.
 */
// biome-ignore lint/style/noRestrictedImports: the only file that may import it
import fc from 'fast-check';

export const SEED = Number(process.env.PROPERTY_SEED ?? 20_261_122);
const TIMES = Number(process.env.PROPERTY_RUNS_TIMES ?? 1);
const EXPLORES_AT_MOST_MS = 10 * 60_000;

/** The number of runs of a property for which fast-check's default of 100 does not fit. */
export const runs = (usual: number): number => usual * TIMES;

/** The time limit of a test that sets its own. */
export const within = (milliseconds: number): number => (TIMES > 1 ? 2 * EXPLORES_AT_MOST_MS : milliseconds);

fc.configureGlobal({
  seed: SEED,
  numRuns: runs(100),
  // On a busy machine, that many runs may take too long. The property then ends early instead of timing out.
  ...(TIMES > 1 ? { interruptAfterTimeLimit: EXPLORES_AT_MOST_MS } : {}),
});

export { fc };
