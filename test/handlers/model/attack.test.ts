/**
 * An attack and operators in any order, on the real adapters: what each button promises holds after every command.
 *
 * The model does not repeat the guard. It knows what must be so whatever the guard decides: a block lets nobody through, a
 * safe-listing everybody, a resumed prefix at least as many as are spared; and a flood is stopped in the end.
 */
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dynamoDbNumberMemory } from '../../../handlers/adapters/dynamodb/number-memory.ts';
import { dynamoDbOverrideStore } from '../../../handlers/adapters/dynamodb/override-store.ts';
import { dynamoDbPrefixTraffic } from '../../../handlers/adapters/dynamodb/prefix-traffic.ts';
import { systemRandomness } from '../../../handlers/adapters/system-randomness.ts';
import type { Candidate } from '../../../handlers/domain/issue-rule.ts';
import { startUndoLog } from '../../../handlers/domain/limits/undo-log.ts';
import { putPrefixRule } from '../../../handlers/domain/operating/put-prefix-rule.ts';
import { resumePrefix } from '../../../handlers/domain/operating/resume-prefix.ts';
import { blockRule } from '../../../handlers/domain/overrides/block-rule.ts';
import type { PumpingRulePorts } from '../../../handlers/domain/pumping/pumping-rule.ts';
import { pumpingRule } from '../../../handlers/domain/pumping/pumping-rule.ts';
import { deriveKeys } from '../../../handlers/domain/token/seal-token.ts';
import type { Database } from '../../support/dynamodb.ts';
import { startInProcess, TABLES } from '../../support/dynamodb.ts';
import { fc, runs, SEED, within } from '../../support/properties.ts';
import { countersInMemory } from '../counters-in-memory.ts';
import { anAdmittedRequest, aTextLeg, fixedKeys, NOW_SECONDS } from '../fixtures.ts';

const SPARE = 3;
const SETTINGS = {
  ...{ prefixDigits: 3, spareNumbers: SPARE, sparePerVerified: 1, trickleNumbers: 1 },
  ...{ spareDeliveries: 300, knownDays: 90 },
};
/** One client may have twice as many unverified numbers on their way. */
const STOPPED_AT = 2 * SPARE;
const LASTS = 600;
const CLIENT = 'web';
const keys = fixedKeys(deriveKeys('v1', 'a secret'));

/** The prefix under attack, what it is part of, and one beside it. */
const AREAS = ['+49', '+49151', '+49152'] as const;
type Area = (typeof AREAS)[number];

class Model {
  nowSeconds = NOW_SECONDS;
  readonly blockedUntil = new Map<Area, number>();
  readonly safeUntil = new Map<Area, number>();
  /** Texts to new numbers since the prefix began, or was last resumed. */
  sentSince = 0;

  holds(ends: Map<Area, number>): boolean {
    return (['+49', '+49151'] as const).some((area) => (ends.get(area) ?? 0) > this.nowSeconds);
  }
}

let numbers = 0;
class Service {
  readonly overrides;
  readonly traffic;
  private readonly policy: PumpingRulePorts;
  constructor(client: DynamoDBClient) {
    this.overrides = dynamoDbOverrideStore(client, TABLES.limits, keys, systemRandomness);
    this.traffic = dynamoDbPrefixTraffic(client, TABLES.limits);
    const memory = dynamoDbNumberMemory(client, TABLES.limits, SETTINGS);
    this.policy = {
      pumpingGuard: {
        ...{ settings: SETTINGS, traffic: this.traffic, numbers: memory },
        ...{ integerBelow: () => 0, onPaused: () => undefined },
      },
      ...{ numbers: memory, counters: countersInMemory(), limitKeys: {} },
      ...{ subjectKeys: keys, overrides: this.overrides },
    };
  }

  /** Whether a text to a new number passes. */
  async send(nowSeconds: number): Promise<boolean> {
    numbers += 1;
    const address = `+49151${String(10_000_000 + numbers)}`;
    const digest = `${numbers.toString(36).padStart(4, '0')}-digest-of-number`;
    const candidate: Candidate = {
      asked: {
        ...{ executionArn: `arn:${numbers}`, clientId: CLIENT, clientGroup: CLIENT, idempotencyKey: '' },
        body: { user_id: 'pumped', purpose: 'login', channel: 'sms' },
        ...{ brought: {}, shape: { format: 'numeric', length: 6 }, phoneNumber: address },
        nowMs: nowSeconds * 1000,
      },
      request: anAdmittedRequest({ route: [aTextLeg({ address, digest })] }),
      nowSeconds,
      undoLog: startUndoLog(this.policy.counters, `arn:${numbers}`, nowSeconds),
      number: {},
    };
    const unblocked = await blockRule(candidate, this.policy);
    return unblocked.ok && (await pumpingRule(unblocked.value, this.policy)).ok;
  }

  put(prefix: Area, rule: 'blocked' | 'safe_listed' | 'none', nowSeconds: number) {
    const lasts = rule === 'none' ? {} : { lasts_seconds: LASTS };
    const ports = { overrides: this.overrides, traffic: this.traffic, subjectKeys: keys };
    const asked = { prefix, rule, ...lasts, reason: 'An attack', by: 'grace' };
    return putPrefixRule(asked, ports, nowSeconds, async () => undefined);
  }

  resume = (nowSeconds: number) =>
    resumePrefix('+49151', { client_id: CLIENT }, { traffic: this.traffic, subjectKeys: keys }, nowSeconds);

  isPaused = async (nowSeconds: number) => (await this.traffic.pauses(nowSeconds)).length > 0;
}

type Command = fc.AsyncCommand<Model, Service>;
const command = (name: string, run: (model: Model, real: Service) => Promise<void>): Command => ({
  check: () => true,
  run,
  toString: () => name,
});

const send = command('send', async (model, real) => {
  const wasPaused = await real.isPaused(model.nowSeconds);
  const passed = await real.send(model.nowSeconds);
  if (model.holds(model.blockedUntil)) {
    expect(passed).toBe(false);
    return;
  }
  if (model.holds(model.safeUntil)) {
    expect(passed).toBe(true);
    return;
  }
  if (!wasPaused && model.sentSince < SPARE) {
    expect(passed).toBe(true);
  }
  model.sentSince += passed ? 1 : 0;
});

/** Nobody verifies, so however it went before, no more than one a pause of ten minutes passes in the end. */
const flood = command('flood', async (model, real) => {
  for (let time = 0; time <= STOPPED_AT; time += 1) {
    await send.run(model, real);
  }
  const isOpen = model.holds(model.safeUntil);
  if (!model.holds(model.blockedUntil) && !isOpen) {
    expect(await real.isPaused(model.nowSeconds)).toBe(true);
    expect(await real.send(model.nowSeconds)).toBe(false);
  }
});

const resume = command('resume', async (model, real) => {
  if (await real.resume(model.nowSeconds)) {
    model.sentSince = 0;
  }
  expect(await real.isPaused(model.nowSeconds)).toBe(false);
});

const decide = (area: Area, rule: 'blocked' | 'safe_listed' | 'none') =>
  command(`${rule} ${area}`, async (model, real) => {
    const wasPaused = await real.isPaused(model.nowSeconds);
    expect(await real.put(area, rule, model.nowSeconds)).toMatchObject({ ok: true });
    model.blockedUntil.delete(area);
    model.safeUntil.delete(area);
    if (rule === 'blocked') {
      model.blockedUntil.set(area, model.nowSeconds + LASTS);
    }
    if (rule === 'safe_listed') {
      model.safeUntil.set(area, model.nowSeconds + LASTS);
      if (area !== '+49152' && wasPaused) {
        model.sentSince = 0;
        expect(await real.isPaused(model.nowSeconds)).toBe(false);
      }
    }
  });

const pass = (seconds: number) =>
  command(`pass ${seconds} s`, async (model) => {
    model.nowSeconds += seconds;
  });

const COMMANDS = [
  fc.constantFrom(send, flood, resume),
  fc
    .tuple(
      fc.constantFrom(...AREAS),
      fc.constantFrom('blocked' as const, 'safe_listed' as const, 'none' as const),
    )
    .map(([area, rule]) => decide(area, rule)),
  fc.constantFrom(1, 299, 599, 600, 3600).map(pass),
];

describe('an attack, and what operators do', () => {
  let database: Database;
  beforeAll(async () => {
    database = await startInProcess();
  });
  afterAll(() => database?.close());

  it(
    'keep what each button promises, in any order',
    async () => {
      let past = 0;
      const begin = () => {
        const model = new Model();
        // Each run begins after whatever an earlier one left: counts, pauses and rules are over by then.
        past += 1;
        model.nowSeconds += past * 200_000;
        return { model, real: new Service(database.client) };
      };
      await fc.assert(
        fc.asyncProperty(fc.commands(COMMANDS, { maxCommands: 25 }), (commands) =>
          fc.asyncModelRun(begin, commands),
        ),
        { seed: SEED, numRuns: runs(24) },
      );
    },
    within(60_000),
  );
});
