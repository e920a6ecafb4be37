/** What issuing and verifying cost in DynamoDB's capacity units, as the engine itself counts them. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readTogether } from '../../../handlers/adapters/dynamodb/read-together.ts';
import { DEFAULT_PUMPING_GUARD } from '../../../handlers/contract/settings/texts.ts';
import { parseConfig } from '../../../infra/config/schema.ts';
import { countUnits } from '../../support/consumed-capacity.ts';
import type { Database } from '../../support/dynamodb.ts';
import { ENGINES } from '../../support/dynamodb.ts';
import type { Settings } from './issuing-service.ts';
import { IssuingService } from './issuing-service.ts';

const NOW_MS = Date.UTC(2026, 10, 22, 10);
const config = parseConfig({ region: 'eu-central-1', brandName: 'Acme' });
const DEFAULTS: Settings = {
  maxAttempts: config.maxAttempts,
  lifetimeSeconds: config.tokenLifetimeSeconds,
  resendAfterSeconds: config.resendAfterSeconds,
  resend: config.resend,
  sendLimits: config.sendLimits,
  guessLimits: config.guessLimits,
};
const OFF: Settings = {
  ...DEFAULTS,
  sendLimits: { person: [], destination: [], client: [], deployment: [] },
  guessLimits: [],
};

/** The settings of a deployment that changes no default. */
const GUARDED: Settings = { ...DEFAULTS, pumpingGuard: DEFAULT_PUMPING_GUARD };

const [engine] = ENGINES;
const suite = engine?.unavailable ? describe.skip : describe;

suite('in the normal case', () => {
  let database: Database | undefined;
  let used: ReturnType<typeof countUnits> | undefined;
  let people = 0;

  beforeAll(async () => {
    database = await engine?.start();
    // Batched reads are counted as they are sent.
    used = database && countUnits(readTogether(database.client));
  });
  afterAll(() => database?.close());

  async function cost(settings: Settings, act: (service: IssuingService) => Promise<unknown>) {
    if (database === undefined) {
      throw new Error('There is no database');
    }
    people += 1;
    const phone = `+4915${String(140_000_000 + people)}`;
    const service = new IssuingService(database.client, `payer-${people}`, phone, NOW_MS, settings);
    return {
      service,
      units: async (each = act) => {
        used?.restart();
        await each(service);
        return used?.sum();
      },
      calls: async (each: (service: IssuingService) => Promise<unknown>) => {
        used?.restart();
        await each(service);
        return { ...used?.sum(), calls: used?.calls() };
      },
    };
  }

  it.each([
    ['with the default limits', DEFAULTS, { write: 5, read: 3 }],
    ['with every limit off', OFF, { write: 3, read: 2 }],
  ])('a new token has a fixed cost, %s', async (_, settings, expected) => {
    const { units } = await cost(settings, (service) => service.issue('login'));
    expect(await units()).toEqual(expected);
  });

  it('an Idempotency-Key costs one more write', async () => {
    const { units } = await cost(DEFAULTS, (service) => service.issue('login', { key: 'key' }));
    expect(await units()).toEqual({ write: 6, read: 3 });
  });

  it('delivery status costs one write with the text, and two writes and a read with the report', async () => {
    const { service, units } = await cost(DEFAULTS, (each) => each.issue('login'));
    service.reports = true;
    expect(await units()).toEqual({ write: 6, read: 3 });
    // Another read finds the message's id, which its carrier would name.
    expect(await units((each) => each.report('login', 'delivered'))).toEqual({ write: 2, read: 2 });
    expect((await service.stored('login'))?.arrival).toBe('delivered');
  });

  it('a resend costs one write for its note instead of the writes of a new item', async () => {
    const { service, units } = await cost(DEFAULTS, (each) => each.issue('login'));
    await units();
    service.nowMs += 30_000;
    expect(await units()).toEqual({ write: 4, read: 3 });
  });

  it('a new code for another number costs one index row less than a new token', async () => {
    const { service, units } = await cost(DEFAULTS, (each) => each.issue('login'));
    await units();
    // One more read: while the token is new, the guess counters are read again after it.
    expect(await units(() => service.issue('login', { to: 'elsewhere' }))).toEqual({ write: 4, read: 4 });
  });

  it('any code costs a read, a correct one another for the guess limits, and a wrong one two writes to count it', async () => {
    const { service, units } = await cost(DEFAULTS, (each) => each.issue('login'));
    await units();
    const code = service.messages[0]?.code ?? '';
    const wrong = code === '000000' ? '000001' : '000000';
    // The read finds out if another client has a code for the person; if not, a phone is noted at once.
    expect(await units((each) => each.verify('login', wrong))).toEqual({ write: 3, read: 1 });
    // One more write notes whose phone it is. The second read repeats the check after the attempt counts.
    expect(await units((each) => each.verify('login', code))).toEqual({ write: 3, read: 2 });
  });

  /** The code that the person was last sent, and a wrong one. */
  const codesOf = ({ messages }: IssuingService) => {
    const right = messages.at(-1)?.code ?? '';
    return { right, wrong: right === '000000' ? '000001' : '000000' };
  };

  it('under the pumping guard, a new number costs one more write than a known one, at every step', async () => {
    const { service, calls } = await cost(GUARDED, async () => undefined);
    const issue = () => service.issue('login');
    // With SNS Publish, it is seven calls.
    expect(await calls(issue)).toEqual({ write: 6, read: 5, calls: 6 });
    const { right, wrong } = codesOf(service);
    expect(await calls(() => service.verify('login', wrong))).toEqual({ write: 3, read: 1, calls: 4 });
    // The person and the number share one item.
    expect(await calls(() => service.verify('login', right))).toEqual({ write: 4, read: 2, calls: 6 });

    service.nowMs += 600_000;
    // The index row of the previous token is deleted too.
    expect(await calls(issue)).toEqual({ write: 6, read: 5, calls: 5 });
    // Everything that this would note was noted ten minutes ago.
    const again = codesOf(service).right;
    expect(await calls(() => service.verify('login', again))).toEqual({ write: 2, read: 2, calls: 4 });

    service.nowMs += 86_400_000;
    await issue();
    const dayAfter = codesOf(service).right;
    expect(await calls(() => service.verify('login', dayAfter))).toEqual({ write: 3, read: 2, calls: 5 });
  });
});
