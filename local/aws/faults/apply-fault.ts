/** Applies a registered fault to one call: waits, then fails it. */
import { setTimeout as sleep } from 'node:timers/promises';
import { AwsError } from '../wire/aws-error.ts';
import type { FaultableCall, FaultRegistry } from './fault-registry.ts';

const MESSAGE = 'A fault that was asked for.';

/**
 * Returns after the delay, or at once when no fault matches.
 * @throws {AwsError} with the fault's error as code
 */
export async function applyFault(faults: FaultRegistry, call: FaultableCall): Promise<void> {
  const fault = faults.take(call);
  if (fault?.delay_ms !== undefined) {
    await sleep(fault.delay_ms, undefined, { ref: false });
  }
  if (fault?.error !== undefined) {
    throw new AwsError(fault.error, MESSAGE);
  }
}
