/** One suite for the activity log, run against every engine. */
import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  dynamoDbActivityLog,
  dynamoDbActivityReader,
} from '../../../../handlers/adapters/dynamodb/activity-log.ts';
import type { ActivityRecord } from '../../../../handlers/domain/activity/activity-log.ts';
import type { Database } from '../../../support/dynamodb.ts';
import { ENGINES, TABLES } from '../../../support/dynamodb.ts';
import { NOW_MS, NOW_SECONDS } from '../../fixtures.ts';

const anEntry = (entry_id: string, overrides: Partial<ActivityRecord> = {}): ActivityRecord => ({
  entry_id,
  at: '2026-11-22T10:00:00.000Z',
  kind: 'issue',
  outcome: 'sent',
  user_id: 'ada',
  destination_digest: 'digest-of-number',
  ...overrides,
});

const EVER = { from: '0', before: '9999', limit: 10 };

for (const engine of ENGINES) {
  const suite = engine.unavailable ? describe.skip : describe;

  suite(`the activity log on ${engine.name}`, () => {
    let database: Database;
    let nowMs = NOW_MS;
    const log = (shard = 0) =>
      dynamoDbActivityLog(database.client, TABLES.activity, {
        days: 30,
        random: { integerBelow: () => shard },
      });
    const reader = (days = 30) =>
      dynamoDbActivityReader(database.client, TABLES.activity, { days, now: () => nowMs });
    const ids = async (index: 'by-person' | 'by-destination' | 'by-time', key: string, more = {}) =>
      (await reader().newest({ index, key, ...EVER, ...more })).map(({ entry_id }) => entry_id);

    beforeAll(async () => {
      database = await engine.start();
      await log().append(anEntry('first'));
      await log().append(anEntry('tied'));
      await log(3).append(anEntry('later', { at: '2026-11-22T10:00:01.000Z', outcome: 'failed' }));
      await log().append(anEntry('elsewhere', { user_id: 'bob' }));
      await log().append(anEntry('nameless', { user_id: undefined, destination_digest: undefined }));
    });
    afterAll(async () => {
      await database?.close();
    });

    it('finds the entries of a person and of a destination, newest first and ties by key', async () => {
      expect(await ids('by-person', 'ada')).toEqual(['later', 'tied', 'first']);
      expect(await ids('by-destination', 'digest-of-number')).toEqual([
        'later',
        'tied',
        'first',
        'elsewhere',
      ]);
      expect(await ids('by-person', 'nobody')).toEqual([]);
    });

    it('finds entries by the class of their outcome and a shard', async () => {
      expect(await ids('by-time', 'failed#3')).toEqual(['later']);
      expect(await ids('by-time', 'done#0')).toEqual(['tied', 'nameless', 'first', 'elsewhere']);
      expect(await ids('by-time', 'done#3')).toEqual([]);
    });

    it('starts behind a position, ends at a time, and returns no more than the limit', async () => {
      const behind = { before: '2026-11-22T10:00:00.000Z#tied' };
      expect(await ids('by-person', 'ada', behind)).toEqual(['first']);
      expect(await ids('by-person', 'ada', { limit: 1 })).toEqual(['later']);
      expect(await ids('by-person', 'ada', { ...behind, limit: 1 })).toEqual(['first']);
      expect(await ids('by-person', 'ada', { from: '2026-11-22T10:00:01.000Z' })).toEqual(['later']);
      expect(await ids('by-person', 'ada', { before: '2026-11-22T10:00:01.000Z' })).toEqual([
        'tied',
        'first',
      ]);
    });

    it('finds an entry by its key, as it was appended', async () => {
      expect(await reader().get('first')).toEqual(anEntry('first'));
      expect(await reader().get('second')).toBeUndefined();
    });

    it('never changes an entry', async () => {
      await log().append(anEntry('first', { outcome: 'failed' }));
      expect(await reader().get('first')).toMatchObject({ outcome: 'sent' });
    });

    it('shows no entry that has expired, although DynamoDB has not deleted it', async () => {
      nowMs = NOW_MS + 30 * 86_400_000;
      expect(await ids('by-person', 'ada')).toEqual(['later']);
      expect(await reader().get('first')).toBeUndefined();
      nowMs = NOW_MS;
    });

    it('shows no entry that is older than what is configured now', async () => {
      nowMs = NOW_MS + 7 * 86_400_000;
      const ofAda = { index: 'by-person', key: 'ada', ...EVER } as const;
      expect((await reader(7).newest(ofAda)).map(({ entry_id }) => entry_id)).toEqual(['later']);
      expect(await reader(7).get('first')).toBeUndefined();
      expect(await reader(90).get('first')).toBeDefined();
      nowMs = NOW_MS;
    });

    it('stores when each entry expires, and nothing empty', async () => {
      const { Items = [] } = await database.client.send(new ScanCommand({ TableName: TABLES.activity }));
      const nameless = Items.find(({ entry_id }) => entry_id?.S === 'nameless');
      expect(nameless).toEqual({
        entry_id: { S: 'nameless' },
        at: { S: '2026-11-22T10:00:00.000Z' },
        kind: { S: 'issue' },
        outcome: { S: 'sent' },
        at_entry: { S: '2026-11-22T10:00:00.000Z#nameless' },
        outcome_shard: { S: 'done#0' },
        expiry_time: { N: String(NOW_SECONDS + 2_592_000) },
      });
    });
  });
}
