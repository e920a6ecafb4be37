/** Commands in any order, also concurrent, on the real adapters; compared with the model after each one. */
import { afterAll, beforeAll, describe, it } from '@jest/globals';
import type { Database } from '../../support/dynamodb.ts';
import { ENGINES, startInProcess } from '../../support/dynamodb.ts';
import { fc, runs, SEED, within } from '../../support/properties.ts';
import { COMMANDS } from './commands.ts';
import { IssuingService } from './issuing-service.ts';
import { Model, SETTINGS } from './limits-model.ts';

/** Runs that share the engine at a time, each with its own person, so that they wait for it together. */
const AT_ONCE = 8;
/** The start of a day, when every fixed window starts. */
const STARTS_AT_MS = Date.UTC(2026, 10, 22);

interface Suite {
  readonly engine: string;
  readonly unavailable?: string | undefined;
  readonly start: () => Promise<Database>;
  readonly times: number;
}

const [local] = ENGINES;
const SUITES: readonly Suite[] = [
  { engine: 'dynalite', start: startInProcess, times: 304 },
  // Each costs several times as much here. The first of those above, for what the engines may not have in
  // common; the contract tests compare them operation by operation.
  ...(local ? [{ ...local, engine: local.name, times: 16 }] : []),
];

for (const { engine, unavailable, start, times } of SUITES) {
  if (unavailable) {
    console.warn(`Skipped on this machine: ${engine} ${unavailable}`);
  }
  const suite = unavailable ? describe.skip : describe;

  suite(`limits, resends and locks on ${engine}`, () => {
    let database: Database | undefined;
    let people = 0;
    beforeAll(async () => {
      database = await start();
    });
    afterAll(() => database?.close());

    const begin = () => {
      if (database === undefined) {
        throw new Error('There is no database');
      }
      people += 1;
      const phone = `+4915${String(100_000_000 + people)}`;
      const real = new IssuingService(database.client, `person-${people}`, phone, STARTS_AT_MS, SETTINGS);
      return { model: new Model(SETTINGS, STARTS_AT_MS), real };
    };

    it(
      'hold in any order and concurrently',
      async () => {
        await Promise.all(
          Array.from({ length: AT_ONCE }, (_, index) =>
            fc.assert(
              fc.asyncProperty(fc.commands(COMMANDS, { maxCommands: 40 }), (commands) =>
                fc.asyncModelRun(begin, commands),
              ),
              { seed: SEED + index, numRuns: runs(times / AT_ONCE) },
            ),
          ),
        );
      },
      within(900_000),
    );
  });
}
