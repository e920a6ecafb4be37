/** What issuing costs in DynamoDB's units, as the engine itself counts them. */
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

/** As a deployment has it that sets nothing. */
const GUARDED: Settings = { ...DEFAULTS, pumpingGuard: DEFAULT_PUMPING_GUARD };

const [engine] = ENGINES;
const suite = engine?.unavailable ? describe.skip : describe;

suite('in the normal case', () => {
  let database: Database | undefined;
  let used: ReturnType<typeof countUnits> | undefined;
  let people = 0;

  beforeAll(async () => {
    database = await engine?.start();
    // What is read together is counted as it is sent.
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
    ['with the limits as they are by default', DEFAULTS, { write: 5, read: 2 }],
    ['with every limit off', OFF, { write: 3, read: 1 }],
  ])('a new token costs, %s', async (_, settings, expected) => {
    const { units } = await cost(settings, (service) => service.issue('login'));
    expect(await units()).toEqual(expected);
  });

  it('an Idempotency-Key costs one write more, and a replay none that lasts', async () => {
    const { units } = await cost(DEFAULTS, (service) => service.issue('login', { key: 'key' }));
    expect(await units()).toEqual({ write: 6, read: 2 });
  });

  it('what becomes of a text costs a write beside it, and two writes and a read once it is told', async () => {
    const { service, units } = await cost(DEFAULTS, (each) => each.issue('login'));
    service.reports = true;
    expect(await units()).toEqual({ write: 6, read: 2 });
    // Another read finds the message's id, which its carrier would name.
    expect(await units((each) => each.report('login', 'delivered'))).toEqual({ write: 2, read: 2 });
    expect((await service.stored('login'))?.arrival).toBe('delivered');
  });

  it('a resend costs a write for the note instead of those of a new item', async () => {
    const { service, units } = await cost(DEFAULTS, (each) => each.issue('login'));
    await units();
    service.nowMs += 30_000;
    expect(await units()).toEqual({ write: 4, read: 2 });
  });

  it('a new code for another number costs an index row less than a new token', async () => {
    const { service, units } = await cost(DEFAULTS, (each) => each.issue('login'));
    await units();
    // One read more: while the token is new, the guesses are read again after it.
    expect(await units(() => service.issue('login', { to: 'elsewhere' }))).toEqual({ write: 4, read: 3 });
  });

  it('either token costs a read, a right one another for guess limits, a wrong one a write and one to say so', async () => {
    const { service, units } = await cost(DEFAULTS, (each) => each.issue('login'));
    await units();
    const code = service.messages[0]?.code ?? '';
    const wrong = code === '000000' ? '000001' : '000000';
    // The read looks whether another client may have a code for the person, before a phone is noted without waiting.
    expect(await units((each) => each.verify('login', wrong))).toEqual({ write: 3, read: 1 });
    // One more write notes whose phone it is. The second read looks again, once the attempt is there for others to see.
    expect(await units((each) => each.verify('login', code))).toEqual({ write: 3, read: 2 });
  });

  /** A code that the person was sent, and one that they were not. */
  const codesOf = ({ messages }: IssuingService) => {
    const right = messages.at(-1)?.code ?? '';
    return { right, wrong: right === '000000' ? '000001' : '000000' };
  };

  it('under the pumping guard, a new number costs one write more than a known one, at every step', async () => {
    const { service, calls } = await cost(GUARDED, async () => undefined);
    const issue = () => service.issue('login');
    // With Publish it is seven.
    expect(await calls(issue)).toEqual({ write: 6, read: 4, calls: 6 });
    const { right, wrong } = codesOf(service);
    expect(await calls(() => service.verify('login', wrong))).toEqual({ write: 3, read: 1, calls: 4 });
    // Person and number are one item.
    expect(await calls(() => service.verify('login', right))).toEqual({ write: 4, read: 2, calls: 6 });

    service.nowMs += 600_000;
    // The index row of the token before is deleted, too.
    expect(await calls(issue)).toEqual({ write: 6, read: 4, calls: 5 });
    // All that this would note was noted ten minutes ago.
    const again = codesOf(service).right;
    expect(await calls(() => service.verify('login', again))).toEqual({ write: 2, read: 2, calls: 4 });

    service.nowMs += 86_400_000;
    await issue();
    const dayAfter = codesOf(service).right;
    expect(await calls(() => service.verify('login', dayAfter))).toEqual({ write: 3, read: 2, calls: 5 });
  });
});
