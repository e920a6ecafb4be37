import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { breaksAt, broken } from '../../../bench/scale/arithmetic.ts';
import { withTables } from '../../../bench/scale/document.ts';
import { heatOf, passesAt } from '../../../bench/scale/hot-keys.ts';
import { MEASURED } from '../../../bench/scale/measured.ts';
import { prefixUnits } from '../../../bench/scale/prefix-item.ts';
import type { Region } from '../../../bench/scale/quotas.ts';
import { QUOTAS } from '../../../bench/scale/quotas.ts';
import type { Scene } from '../../../bench/scale/traffic.ts';
import { codesOf } from '../../../bench/scale/traffic.ts';
import { DEFAULTS, EVERYTHING_ON, isOfActivity, writesOf } from '../../../bench/scale/writes.ts';

const ONE_PREFIX: Scene = { name: 'one prefix', prefixes: { '+49151': 1 }, clients: { client: 1 } };

const holds = (service: string, what: string, region: Region): number | undefined => {
  const quota = QUOTAS.find((each) => each.service === service && each.what.startsWith(what));
  return quota && breaksAt(quota, region, MEASURED);
};

describe('docs/scale.md', () => {
  it('has the tables that quotas, measurements and the simulation make', () => {
    const document = readFileSync(new URL('../../../docs/scale.md', import.meta.url), 'utf8');
    expect(withTables(document)).toBe(document);
  });

  it('names where and when each number was looked up', () => {
    for (const { source, asOf } of QUOTAS) {
      expect(source).toMatch(/^https:\/\/docs\.aws\.amazon\.com\/\S+$|^configuration\.md#\S+$/);
      expect(asOf).toMatch(/^2026-\d\d-\d\d$/);
    }
  });
});

describe('the rate that a quota holds', () => {
  it.each<[string, string, Region, number]>([
    ['SNS', 'texts', 'eu-central-1', 20],
    ['SNS', 'Publish', 'eu-central-1', 1_500],
    ['SNS', 'Publish', 'us-east-1', 30_000],
    ['API Gateway', 'requests', 'eu-central-1', 5_000],
    ['DynamoDB', 'write units, a new', 'eu-central-1', 800],
    ['EventBridge', 'PutEvents', 'eu-central-1', 1_200],
  ])('of %s, %s, in %s is %i codes a second', (service, what, region, codes) => {
    expect(holds(service, what, region)).toBe(codes);
  });

  it('is unknown where AWS states no number, or codes do not use it', () => {
    expect(holds('X-Ray', 'segments', 'us-east-1')).toBeUndefined();
    expect(holds('Cognito', 'access tokens', 'us-east-1')).toBeUndefined();
  });

  it('orders what breaks', () => {
    const names = broken(QUOTAS, 'us-east-1', 30, MEASURED).map(({ at }) => at);
    expect(names).toEqual(names.toSorted((one, other) => one - other));
    expect(broken(QUOTAS, 'us-east-1', 1, MEASURED)).toEqual([]);
  });
});

describe('the writes of a code', () => {
  it('are as many units as the local runtime measured', () => {
    const [code] = codesOf(ONE_PREFIX, 1, 1);
    const writes = code ? writesOf(code, DEFAULTS) : [];
    const unitsOf = (some: typeof writes) => some.reduce((sum, { units }) => sum + units, 0);
    const { issue, verify } = MEASURED;
    const others = writes.filter((write) => !isOfActivity(write));
    expect(unitsOf(others)).toBe(issue.writeUnits + verify.writeUnits);
    expect(unitsOf(writes.filter(isOfActivity))).toBe(issue.activityUnits + verify.activityUnits);
  });

  it('have the keys of the service', () => {
    const code = { index: 0, userId: 'ada', clientId: 'client', number: '+4915112345678' };
    const keys = writesOf(code, EVERYTHING_ON).map(
      ({ table, partition, sort }) => `${table} ${partition} ${sort}`,
    );
    expect(keys).toContain('tokens ada client#login');
    expect(keys).toContain('limits sends:person#login#ada counts');
    expect(keys).toContain('limits sends:client#client counts');
    expect(keys).toContain('limits sends:deployment counts');
    expect(keys).toContain('limits spend counts');
    expect(keys).toContain('limits prefix#+49151 traffic');
  });
});

describe('a hot key', () => {
  it.each<[string, object, number | undefined]>([
    ['spend', { budget: true }, 1_000],
    ['deployment', { deploymentLimit: true }, 1_000],
    ['claim of a verification', { keyed: true }, 500],
    ['person', {}, undefined],
  ])('%s passes what a partition takes at its rate', (kind, more, rate) => {
    expect(passesAt(kind, ONE_PREFIX, { ...DEFAULTS, ...more })).toBe(rate);
  });

  it('of a prefix grows with the square of its texts, because its item grows too', () => {
    expect([prefixUnits(0.5), prefixUnits(10), prefixUnits(100)]).toEqual([1, 5, 44]);
    expect(passesAt('prefix', ONE_PREFIX, DEFAULTS)).toBe(33);
  });

  it('of a shard of the activity log is an eighth of two entries a code', () => {
    const { keys } = heatOf(ONE_PREFIX, DEFAULTS, 1_000);
    const shard = keys.find(({ kind }) => kind === 'shard of the activity log');
    expect(shard?.units).toBeGreaterThan(250);
    expect(shard?.units).toBeLessThan(290);
  });

  it('of a shard is a quarter of all new tokens with four shards', () => {
    const shard = heatOf(ONE_PREFIX, DEFAULTS, 1_000).keys.find(({ kind }) => kind.startsWith('shard'));
    expect(shard?.units).toBeGreaterThan(230);
    expect(shard?.units).toBeLessThan(290);
  });
});
