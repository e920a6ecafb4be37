/** One suite for what operators decided, run against every engine and against the in-memory fake. */
import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dynamoDbOverrideStore } from '../../../../handlers/adapters/dynamodb/override-store.ts';
import { systemRandomness } from '../../../../handlers/adapters/system-randomness.ts';
import { accept } from '../../../../handlers/domain/decision.ts';
import type { OverrideStore } from '../../../../handlers/domain/overrides/change-overrides.ts';
import { changeOverrides } from '../../../../handlers/domain/overrides/change-overrides.ts';
import type { Overrides } from '../../../../handlers/domain/overrides/overrides.ts';
import { NO_OVERRIDES } from '../../../../handlers/domain/overrides/overrides.ts';
import { deriveKeys } from '../../../../handlers/domain/token/seal-token.ts';
import { countUnits } from '../../../support/consumed-capacity.ts';
import type { Database } from '../../../support/dynamodb.ts';
import { ENGINES, TABLES } from '../../../support/dynamodb.ts';
import { fixedKeys, NOW_SECONDS } from '../../fixtures.ts';
import { overridesInMemory } from '../../overrides-in-memory.ts';

const RULE = {
  prefix: '+49151',
  rule: 'blocked',
  since: NOW_SECONDS,
  by: 'grace',
  reason: 'Pumped',
} as const;
const keys = fixedKeys(deriveKeys('v1', 'a secret'));

interface Implementation {
  readonly name: string;
  readonly unavailable?: string | undefined;
  readonly start: () => Promise<{ readonly store: OverrideStore; readonly database?: Database }>;
}

const implementations: Implementation[] = [
  { name: 'memory', start: async () => ({ store: overridesInMemory() }) },
  ...ENGINES.map(({ name, unavailable, start }) => ({
    name,
    unavailable,
    start: async () => {
      const database = await start();
      return {
        database,
        store: dynamoDbOverrideStore(database.client, TABLES.limits, keys, systemRandomness),
      };
    },
  })),
];

for (const { name, unavailable, start } of implementations) {
  if (unavailable) {
    console.warn(`Skipped on this machine: ${name} ${unavailable}`);
  }
  const suite = unavailable ? describe.skip : describe;

  suite(`what operators decided, in ${name}`, () => {
    let store: OverrideStore;
    let database: Database | undefined;
    beforeAll(async () => {
      ({ store, database } = await start());
    });
    afterAll(() => database?.close());

    const block = (prefix: string) => (present: Overrides) =>
      accept({ ...present, prefixes: [...present.prefixes, { ...RULE, prefix }] });

    it('is nothing at first, and then what was stored', async () => {
      const nothing = await store.read();
      expect(nothing).toEqual({ overrides: NO_OVERRIDES });
      expect(await store.replace(nothing, { ...NO_OVERRIDES, prefixes: [RULE] })).toBe(true);
      expect(await store.current()).toEqual({ prefixes: [RULE], raises: [] });
    });

    it('is not replaced by who has not read the latest', async () => {
      const [one, other] = [await store.read(), await store.read()];
      expect(await store.replace(one, NO_OVERRIDES)).toBe(true);
      expect(await store.replace(other, { ...NO_OVERRIDES, prefixes: [RULE] })).toBe(false);
      expect(await store.replace({ overrides: NO_OVERRIDES }, NO_OVERRIDES)).toBe(false);
      expect(await store.current()).toEqual(NO_OVERRIDES);
    });

    it('has what each of four operators changed at once', async () => {
      const prefixes = ['+49', '+1202', '+44', '+91987'];
      await Promise.all(prefixes.map((prefix) => changeOverrides(store, NOW_SECONDS, block(prefix))));
      expect((await store.current()).prefixes.map(({ prefix }) => prefix).sort()).toEqual(prefixes.sort());
    });

    if (name !== 'memory') {
      it('is sealed, never expires, and costs one read unit', async () => {
        const { client } = database as Database;
        const Key = { subject: { S: 'overrides' }, window: { S: '-' } };
        const { Item = {} } = await client.send(new GetItemCommand({ TableName: TABLES.limits, Key }));
        expect(Object.keys(Item).sort()).toEqual(['sealed', 'subject', 'version', 'window']);
        expect(JSON.stringify(Item)).not.toMatch(/\+49|grace|Pumped/);
        const used = countUnits(client);
        await store.current();
        expect(used.sum()).toEqual({ write: 0, read: 1 });
      });
    }
  });
}
