/** Runs the smoke test: every check in order, and then the clean-up. */
import { reasonToSkip } from './check.ts';
import { CHECKS } from './checks.ts';
import { cleanUp } from './clean-up.ts';
import { Unreachable } from './http-client.ts';
import type { SmokeOptions } from './options.ts';
import { UsageError } from './options.ts';
import { CheckSkipped } from './outcome.ts';
import type { Tally } from './reporter.ts';
import { Reporter } from './reporter.ts';
import { Walk } from './walk.ts';

const MILLISECONDS = 1000;

export interface SmokeRun {
  readonly write: (line: string) => void;
  /** Stops after the current check; the clean-up still runs. */
  readonly signal?: AbortSignal;
}

/** @throws {UsageError} when an entry of `only` matches no check */
export async function runSmoke(options: SmokeOptions, { write, signal }: SmokeRun): Promise<Tally> {
  const chosen = chooseChecks(options.only);
  const walk = new Walk(options);
  const reporter = new Reporter(write, () => [...walk.secrets, options.testDestination?.token ?? []].flat());
  reporter.say(`Smoke test of ${options.pageUrl ?? options.apiUrl} as client ${options.clientId}\n`);
  let stopped: string | undefined;
  for (const { name, needs, run } of chosen) {
    if (signal?.aborted) {
      stopped = 'stopped';
    }
    const reason = stopped ?? (await reasonToSkip(needs, walk));
    if (reason !== undefined) {
      reporter.skip(name, reason);
      continue;
    }
    const error = await report(name, reporter, () => run(walk));
    // With a host that does not respond at all, each of the other checks would take 30 s.
    if (error instanceof Unreachable) {
      stopped = 'the deployment cannot be reached';
    }
  }
  if (walk.withToken.size + walk.withContact.size > 0) {
    await report('everything that was created is removed', reporter, () => cleanUp(walk));
  }
  return reporter.end();
}

function chooseChecks(only: readonly string[]) {
  const unknown = only.find((start) => !CHECKS.some(({ name }) => name.startsWith(start)));
  if (unknown !== undefined) {
    throw new UsageError(`No check is called ${unknown}`);
  }
  return only.length === 0
    ? CHECKS
    : CHECKS.filter(({ name }) => only.some((start) => name.startsWith(start)));
}

/** Runs a check and reports its result. Resolves to the error if it failed. */
async function report(
  name: string,
  reporter: Reporter,
  run: () => Promise<string | undefined>,
): Promise<unknown> {
  const startedMs = performance.now();
  const seconds = () => (performance.now() - startedMs) / MILLISECONDS;
  try {
    const remark = await run();
    reporter.pass(name, seconds(), remark);
    return undefined;
  } catch (error) {
    if (error instanceof CheckSkipped) {
      reporter.skip(name, error.message);
      return undefined;
    }
    reporter.fail(name, seconds(), error instanceof Error ? error.message : String(error));
    return error;
  }
}
