/**
 * Orders the suites, because on a machine without a record of earlier runs Jest goes by file size. It would
 * leave a short but slow suite for the end, and one worker would still run while the others are done.
 */
import Sequencer from '@jest/test-sequencer';

/** The slowest suites, slowest first. */
const LONG = [
  /\/test\/browser\//,
  /\/test\/handlers\/model\//,
  /\/test\/e2e\//,
  /\/test\/examples\/other-languages\./,
];

const rankOf = ({ path }) => {
  const rank = LONG.findIndex((pattern) => pattern.test(path));
  return rank < 0 ? LONG.length : rank;
};

export default class LongestFirst extends Sequencer {
  sort(tests) {
    return super.sort(tests).toSorted((one, other) => rankOf(one) - rankOf(other));
  }
}
