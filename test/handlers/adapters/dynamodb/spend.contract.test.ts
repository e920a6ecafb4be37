/** The SMS budget on the counters of every engine, under concurrent requests. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dynamoDbCounterStore } from '../../../../handlers/adapters/dynamodb/counter-store.ts';
import type { CounterStore } from '../../../../handlers/domain/limits/counter-store.ts';
import { readSmsSpend, reserve, smsBudgetLimits } from '../../../../handlers/domain/spending/sms-budget.ts';
import type { Database } from '../../../support/dynamodb.ts';
import { ENGINES, TABLES } from '../../../support/dynamodb.ts';
import { NOW_SECONDS } from '../../fixtures.ts';

const DIME = 100_000;
const LIMITS = smsBudgetLimits({ hourlyUsd: 1, monthlyUsd: 1.5 });
const HOUR = 3600;
let owners = 0;
const nextOwner = () => {
  owners += 1;
  return `owner-${owners}`;
};

for (const engine of ENGINES) {
  if (engine.unavailable) {
    console.warn(`Skipped on this machine: ${engine.name} ${engine.unavailable}`);
  }
  const suite = engine.unavailable ? describe.skip : describe;

  suite(`the SMS budget on ${engine.name}`, () => {
    let database: Database;
    let counters: CounterStore;
    beforeAll(async () => {
      database = await engine.start();
      counters = dynamoDbCounterStore(database.client, TABLES.limits);
    });
    afterAll(async () => {
      await database?.close();
    });

    const atOnce = (times: number, atSeconds: number) =>
      Promise.all(
        Array.from({ length: times }, () => reserve(DIME, LIMITS, counters, nextOwner(), atSeconds)),
      );
    const spent = (atSeconds: number) => readSmsSpend(LIMITS, counters, atSeconds);

    it('lets ten of forty concurrent dimes into a dollar an hour', async () => {
      const reservations = await atOnce(40, NOW_SECONDS);
      expect(reservations.filter(({ counted }) => counted)).toHaveLength(10);
      expect(await spent(NOW_SECONDS)).toEqual([1_000_000, 1_000_000]);
    });

    it('stops at the monthly limit in the next hour, and counts no refused dime in that hour', async () => {
      const reservations = await atOnce(9, NOW_SECONDS + HOUR);
      expect(reservations.filter(({ counted }) => counted)).toHaveLength(5);
      expect(await spent(NOW_SECONDS + HOUR)).toEqual([500_000, 1_500_000]);
      for (const reservation of reservations) {
        if (reservation.counted) {
          await counters.takeBack(reservation.entry);
        }
      }
      expect(await spent(NOW_SECONDS + HOUR)).toEqual([0, 1_000_000]);
    });

    it('costs one write unit for all windows of the budget, and no read', async () => {
      const units: string[] = [];
      database.client.middlewareStack.add(
        (next, context) => async (args) => {
          Object.assign(args.input, { ReturnConsumedCapacity: 'TOTAL' });
          const result = await next(args);
          const { ConsumedCapacity } = result.output as { ConsumedCapacity?: { CapacityUnits?: number } };
          units.push(`${context.commandName} ${ConsumedCapacity?.CapacityUnits}`);
          return result;
        },
        { step: 'initialize', name: 'countUnits' },
      );
      const later = NOW_SECONDS + 24 * HOUR;
      await reserve(1, LIMITS, counters, nextOwner(), later);
      expect(units.splice(0)).toEqual(['UpdateItemCommand 1']);
      database.client.middlewareStack.remove('countUnits');
    });
  });
}
