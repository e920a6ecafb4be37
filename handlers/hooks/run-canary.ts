/**
 * Run canary: EventBridge Scheduler calls it every few minutes, and it calls the API as a separate client.
 *
 * A failed run is an outcome, which is counted, and no error of the function: those are runs that were killed. It also writes that no run succeeded: an alarm takes older data points in the place of missing ones.
 */
import type { Context } from 'aws-lambda';
import { apiCodeIssuer } from '../adapters/courier-api/code-issuer.ts';
import { courierClient } from '../adapters/courier-client.ts';
import { createSecretsManagerClient } from '../adapters/secrets-manager/keys.ts';
import { RUN_CANARY } from '../contract/functions/hooks.ts';
import { CANARY_LATENCY } from '../contract/metrics.ts';
import { runCanary } from '../domain/canary/run-canary.ts';
import { readFunction } from '../runtime/environment.ts';
import { emitMilliseconds, emitZero } from '../runtime/metrics.ts';
import { observed, traced } from '../runtime/observability.ts';

/** What is left of the function's time for counting. */
const SPARE_MS = 1_000;

const { settings, deployed } = readFunction(RUN_CANARY);
const now = Date.now;
const secrets = traced(createSecretsManagerClient());
const codes = apiCodeIssuer(courierClient(secrets, deployed.canarySecretId, now));

export const handler = (_event: unknown, context: Context): Promise<void> =>
  observed('run-canary', context, undefined, async (notes) => {
    const [test] = settings.testDestinations;
    if (test === undefined) {
      throw new Error('There is no test destination');
    }
    const untilMs = now() + context.getRemainingTimeInMillis() - SPARE_MS;
    const run = await runCanary(test, context.awsRequestId, untilMs, { codes, now }).catch((error) => {
      emitZero('CanarySucceeded');
      throw error;
    });
    if (run.kind === 'succeeded') {
      notes.add({ outcome: run.kind });
      notes.count({ metric: 'CanarySucceeded' });
      emitMilliseconds(CANARY_LATENCY, run.tookMs);
      return;
    }
    const { step, reason } = run;
    notes.add({ outcome: reason, canary_step: step });
    emitZero('CanarySucceeded');
    notes.count({ metric: 'CanaryFailed', step });
  });
