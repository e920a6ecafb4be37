/** Applies a matching fault to one call: delays it, fails it, or both. */
import { setTimeout as sleep } from 'node:timers/promises';
import { AwsError } from '../wire/aws-error.ts';
import type { FaultableCall, FaultRegistry } from './fault-registry.ts';

const MESSAGE = 'An injected fault.';

/**
 * Returns after the fault's delay, or immediately when no fault matches.
 * @throws {AwsError} with the fault's `error` as its code
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
