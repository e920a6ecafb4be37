import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dynamoDbOptOutList } from '../../../../handlers/adapters/dynamodb/opt-out-list.ts';
import type { OptOutList } from '../../../../handlers/domain/destinations/opt-out-list.ts';
import type { Database } from '../../../support/dynamodb.ts';
import { ENGINES, TABLES } from '../../../support/dynamodb.ts';
import { NOW_MS, NOW_SECONDS } from '../../fixtures.ts';

for (const { name, unavailable, start } of ENGINES) {
  if (unavailable) {
    console.warn(`Skipped on this machine: ${name} ${unavailable}`);
  }
  const suite = unavailable ? describe.skip : describe;

  suite(`the opt-out list in ${name}`, () => {
    let database: Database;
    let list: OptOutList;
    let nowMs = NOW_MS;
    beforeAll(async () => {
      database = await start();
      list = dynamoDbOptOutList(database.client, TABLES.limits, () => nowMs);
    });
    afterAll(() => database?.close());

    it('holds an entry from its addition to its removal, and both may be repeated', async () => {
      await list.add('opt-out#a');
      await list.add('opt-out#a');
      expect([await list.has('opt-out#a'), await list.has('opt-out#b')]).toEqual([true, false]);
      await list.remove('opt-out#a');
      await list.remove('opt-out#a');
      expect(await list.has('opt-out#a')).toBe(false);
    });

    it('keeps why an address gets nothing, and never in place of what its owner said', async () => {
      await list.add('opt-out#d', 'bounced');
      expect([await list.has('opt-out#d'), await list.why('opt-out#d')]).toEqual([true, 'bounced']);
      await list.add('opt-out#d', 'complained');
      await list.add('opt-out#d', 'bounced');
      expect(await list.why('opt-out#d')).toBe('complained');
      await list.add('opt-out#d');
      expect(await list.why('opt-out#d')).toBeUndefined();
      await list.add('opt-out#d', 'bounced');
      await list.add('opt-out#d', 'complained');
      expect([await list.has('opt-out#d'), await list.why('opt-out#d')]).toEqual([true, undefined]);
    });

    it('knows since when, through repetitions, and anew for another reason', async () => {
      expect(await list.since('opt-out#e')).toBeUndefined();
      await list.add('opt-out#e', 'bounced');
      nowMs = NOW_MS + 60_000;
      await list.add('opt-out#e', 'bounced');
      expect(await list.since('opt-out#e')).toBe(NOW_SECONDS);
      await list.add('opt-out#e');
      nowMs = NOW_MS + 120_000;
      await list.add('opt-out#e');
      expect(await list.since('opt-out#e')).toBe(NOW_SECONDS + 60);
      nowMs = NOW_MS;
    });

    it('gives entries no expiry', async () => {
      await list.add('opt-out#c');
      const Key = { subject: { S: 'opt-out#c' }, window: { S: '-' } };
      const { Item } = await database.client.send(new GetItemCommand({ TableName: TABLES.limits, Key }));
      expect(Item).toEqual({ ...Key, since: { N: String(NOW_SECONDS) } });
    });
  });
}
