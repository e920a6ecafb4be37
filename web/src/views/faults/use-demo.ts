/** The demo that is running, if any, and why the last one could not be run. */
import { useEffect, useState } from 'react';
import type { Api } from '../../api/api-client.ts';
import type { Failure } from '../../api/failures.ts';
import { failureOf } from '../../api/failures.ts';
import { addFaults, clearFaults, listExecutions, readConfirmation } from '../../local/local-runtime.ts';
import { routeHref } from '../../shell/routes.ts';
import type { PresetName } from './presets.ts';
import { PRESETS } from './presets.ts';
import { runDemo } from './run-demo.ts';

const STAGE = { addFaults, clearFaults, listExecutions, readConfirmation };

/** Changes every second and repeats after a day: no limit looks back further. */
const runNumber = (): number => Math.floor(Date.now() / 1_000) % 100_000;

export interface Demo {
  readonly running: PresetName | undefined;
  readonly failure: Failure | undefined;
  /** Opens the trace of its execution at the end. */
  readonly run: (name: PresetName) => Promise<void>;
}

export function useDemo(api: Api): Demo {
  const [running, setRunning] = useState<PresetName>();
  const [failure, setFailure] = useState<Failure>();

  useEffect(() => {
    if (running === undefined) {
      return;
    }
    // Closing the page halfway leaves nothing armed either.
    const disarm = (): void => void clearFaults({ keepalive: true }).catch(() => undefined);
    addEventListener('pagehide', disarm);
    return () => removeEventListener('pagehide', disarm);
  }, [running]);

  async function run(name: PresetName): Promise<void> {
    setRunning(name);
    setFailure(undefined);
    try {
      const execution = await runDemo(PRESETS[name], runNumber(), api, STAGE);
      location.hash = routeHref('workflow', { execution });
    } catch (error) {
      setFailure(failureOf(error));
    } finally {
      setRunning(undefined);
    }
  }

  return { running, failure, run };
}
