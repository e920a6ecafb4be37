/** The command `npm run smoke`. */
import { HELP, readOptions, UsageError } from './options.ts';
import { runSmoke } from './run-smoke.ts';

const FAILED = 1;
const WRONG_USAGE = 2;

try {
  const options = readOptions(process.argv.slice(2), process.env);
  if (options === 'help') {
    console.log(HELP);
  } else {
    const stopping = new AbortController();
    // Only the first: a second Ctrl-C ends the process at once.
    process.once('SIGINT', () => stopping.abort());
    const { failed } = await runSmoke(options, { write: console.log, signal: stopping.signal });
    if (failed.length > 0 || stopping.signal.aborted) {
      process.exitCode = FAILED;
    }
  }
} catch (error) {
  if (!(error instanceof UsageError)) {
    throw error;
  }
  console.error(error.message);
  process.exitCode = WRONG_USAGE;
}
