/**
 * A program: the local runtime in its own process, for `startCourier`. In Jest's modules, its libraries would
 * see the built-ins of another realm. It tells its parent where it listens and what its functions log.
 */
import type { LocalOptions } from '../../local/start-local.ts';
import { startLocal } from '../../local/start-local.ts';

const options: LocalOptions = JSON.parse(process.argv[2] ?? '{}');
const tell = (message: object) => {
  // The parent may have ended in the meantime.
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
// The parent may have ended while the runtime was starting.
if (process.connected) {
  process.once('disconnect', stop);
} else {
  await stop();
}
