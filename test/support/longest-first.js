/**
 * The order of the suites on a machine that has no record of earlier runs: Jest would go by the size of the files,
 * leave a short one that takes long to the end, and have one worker run while the others are done.
 */
import Sequencer from '@jest/test-sequencer';

/** What takes longest, longest first. */
const LONG = [/\/test\/browser\//, /\/test\/handlers\/model\//, /\/test\/e2e\//];

const rankOf = ({ path }) => {
  const rank = LONG.findIndex((pattern) => pattern.test(path));
  return rank < 0 ? LONG.length : rank;
};

export default class LongestFirst extends Sequencer {
  sort(tests) {
    return super.sort(tests).toSorted((one, other) => rankOf(one) - rankOf(other));
  }
}
