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

const SURROGATES = { first: 0xd800, count: 0x800 };
const LAST_CHARACTER = 0x10_ffff;

/**
 * Any Unicode character: what fast-check's string unit `binary` makes, and the same ones for a seed. That unit
 * looks a character up in a table of all 1.1 million, which takes a second to fill in each test file.
 */
export const anyCharacter = fc.nat({ max: LAST_CHARACTER - SURROGATES.count }).map(
  (index) => String.fromCodePoint(index < SURROGATES.first ? index : index + SURROGATES.count),
  (text) => indexOf(String(text)),
);

/** @throws when the text is not a single character, which tells fast-check that this did not make it */
function indexOf(text: string): number {
  const point = text.codePointAt(0);
  if (point === undefined || text !== String.fromCodePoint(point) || !text.isWellFormed()) {
    throw new RangeError('Not one character');
  }
  return point < SURROGATES.first ? point : point - SURROGATES.count;
}

export { fc };
