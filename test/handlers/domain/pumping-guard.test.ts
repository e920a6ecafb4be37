import { describe, expect, it } from '@jest/globals';
import { guardSend, looksPumped, type PumpingGuard } from '../../../handlers/domain/pumping-guard.ts';
import { NOW_SECONDS } from '../fixtures.ts';
import { trafficInMemory } from '../traffic-in-memory.ts';

const SETTINGS = {
  prefixDigits: 3,
  windowSeconds: 7200,
  minSends: 10,
  minConversion: 0.2,
  pauseSeconds: 600,
};
const PREFIX = '+49151';

function aGuard() {
  const pauses: [string, number][] = [];
  const guard: PumpingGuard = {
    settings: SETTINGS,
    traffic: trafficInMemory(SETTINGS),
    onPaused: (prefix, untilSeconds) => pauses.push([prefix, untilSeconds]),
  };
  const send = (prefix = PREFIX, atSeconds = NOW_SECONDS) => guardSend(prefix, atSeconds, guard);
  const letThrough = async (times: number, atSeconds = NOW_SECONDS) => {
    let sent = 0;
    for (let time = 0; time < times; time += 1) if (!(await send(PREFIX, atSeconds)).paused) sent += 1;
    return sent;
  };
  return { guard, send, letThrough, pauses };
}

describe('the pumping guard', () => {
  it('pauses a prefix whose sends do not convert, and says for how long', async () => {
    const { send, letThrough, pauses } = aGuard();
    expect(await letThrough(100)).toBe(9);
    expect(await send(PREFIX, NOW_SECONDS + 100)).toEqual({ paused: true, retryAfterSeconds: 500 });
    expect(pauses).toEqual([[PREFIX, NOW_SECONDS + 600]]);
  });

  it('tells once of a pause that many sends at once lead to', async () => {
    const { send, pauses } = aGuard();
    const sends = await Promise.all(Array.from({ length: 15 }, () => send()));
    expect(sends.filter(({ paused }) => paused)).toHaveLength(6);
    expect(pauses).toHaveLength(1);
  });

  it('lets the rest of the country go on', async () => {
    const { send, letThrough } = aGuard();
    await letThrough(100);
    expect(await send('+49152')).toEqual({ paused: false });
  });

  it('never pauses what converts well enough', async () => {
    const { guard, letThrough } = aGuard();
    for (let round = 0; round < 50; round += 1) {
      expect(await letThrough(3)).toBe(3);
      await guard.traffic.countConversion(PREFIX, NOW_SECONDS);
    }
  });

  it('is stricter with a prefix that was paused lately', async () => {
    const { letThrough, pauses } = aGuard();
    await letThrough(10);
    expect(await letThrough(100, NOW_SECONDS + 600)).toBe(1);
    expect(pauses).toHaveLength(2);
  });

  it('forgets a pause when it is a window ago', async () => {
    const { letThrough } = aGuard();
    await letThrough(10);
    expect(await letThrough(100, NOW_SECONDS + 600 + 7200)).toBe(9);
  });
});

describe('a judgement', () => {
  const bucket = (sends: number, conversions: number) => ({ sends, conversions });
  it.each([
    ['nothing on too few sends', [bucket(9, 0)], false],
    ['pumping on enough sends without a conversion', [bucket(10, 0)], true],
    ['nothing on exactly the least conversion', [bucket(10, 2)], false],
    ['pumping on less than that', [bucket(10, 1)], true],
    ['nothing of the newest sends being bad, when they are few', [bucket(4, 0), bucket(6, 2)], false],
    ['pumping when a good past is further back than needed', [bucket(12, 0), bucket(500, 400)], true],
    ['nothing of a bad past further back than needed', [bucket(10, 8), bucket(500, 0)], false],
  ])('says %s', (_, buckets, pumped) => {
    expect(looksPumped(buckets, 10, 0.2)).toBe(pumped);
  });
});
