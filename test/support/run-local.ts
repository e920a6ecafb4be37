/**
 * The local runtime as a process of its own, for `startCourier`: Jest's module realm would give its
 * libraries foreign built-ins. Tells its parent where it listens and what its functions log.
 */
import type { LocalOptions } from '../../local/start-local.ts';
import { startLocal } from '../../local/start-local.ts';

const options: LocalOptions = JSON.parse(process.argv[2] ?? '{}');
const tell = (message: object) => {
  // Whoever asked may have gone meanwhile.
  if (process.connected) {
    process.send?.(message, () => undefined);
  }
};

const runtime = await startLocal({ ...options, onLog: ({ line }) => tell({ line }) }).catch(
  (error: Error) => {
    tell({ failure: error.message });
    process.exit(1);
  },
);
const { pageUrl, apiUrl, awsUrl, issuerUrl } = runtime;
tell({ urls: { pageUrl, apiUrl, awsUrl, issuerUrl } });
const stop = () => runtime.close().finally(() => process.exit());
// It may have gone while the runtime was starting.
if (process.connected) {
  process.once('disconnect', stop);
} else {
  await stop();
}
