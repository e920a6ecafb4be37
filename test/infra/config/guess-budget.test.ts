import { describe, expect, it } from '@jest/globals';
import type { GuessSettings } from '../../../infra/config/guess-budget.ts';
import {
  guessBudgetLine,
  guessChance,
  guessesPerDay,
  shortestPassingLengths,
} from '../../../infra/config/guess-budget.ts';
import { parseConfig } from '../../../infra/config/schema.ts';

const BASE = { region: 'eu-central-1', brandName: 'Example' };
const NO_SENDS = { person: [] };

/** Six digits, five attempts, the default guess limits, and as many sends as anyone likes. */
const settings = (overrides: Partial<GuessSettings> = {}): GuessSettings => ({
  tokenFormat: 'numeric',
  tokenLength: 6,
  maxAttempts: 5,
  tokenLifetimeSeconds: 300,
  guessLimits: [
    { limit: 10, windowSeconds: 600 },
    { limit: 100, windowSeconds: 86_400 },
  ],
  sendLimits: NO_SENDS,
  maxGuessProbabilityPerDay: 1e-4,
  ...overrides,
});

describe('guesses a day', () => {
  it.each([
    ['ten minutes', [{ limit: 10, windowSeconds: 600 }], 1440, 1450],
    ['a day', [{ limit: 100, windowSeconds: 86_400 }], 100, 200],
    ['a week, which begins with a day', [{ limit: 100, windowSeconds: 604_800 }], 100, 200],
    ['a window that no day begins with', [{ limit: 1, windowSeconds: 50_000 }], 3, 3],
    ['a window longer than a day that one can end in', [{ limit: 7, windowSeconds: 100_000 }], 14, 14],
    ['the stricter of two', settings().guessLimits, 100, 200],
  ])('by a limit on %s', (_, guessLimits, perUtcDay, perAny24Hours) => {
    expect(guessesPerDay(settings({ guessLimits }))).toBe(perUtcDay);
    expect(guessesPerDay(settings({ guessLimits }), 'any-24-hours')).toBe(perAny24Hours);
  });

  it.each([
    ['as many as were sent the day before may live on', { limit: 6, windowSeconds: 86_400 }, 300, 60, 90],
    ['of a window that ends with the day before', { limit: 2, windowSeconds: 600 }, 300, 290, 292],
    ['of a lifetime that is two windows', { limit: 1, windowSeconds: 300 }, 600, 290, 291],
    ['of a window that no day begins with', { limit: 1, windowSeconds: 50_000 }, 300, 3, 3],
  ])(
    'are no more than the attempts of the tokens that may be sent, and of those that live on into the day: %s',
    (_, limit, tokenLifetimeSeconds, perUtcDay, perAny24Hours) => {
      const off = { sendLimits: { person: [limit] }, guessLimits: [], tokenLifetimeSeconds };
      const attempts = limit.limit === 6 ? { maxAttempts: 5 } : { maxAttempts: 1 };
      const given = settings({ ...off, ...attempts });
      expect(guessesPerDay(given)).toBe(perUtcDay);
      expect(guessesPerDay(given, 'any-24-hours')).toBe(perAny24Hours);
    },
  );

  it('hold where every client group has its own token at the turn of the day', () => {
    // Six groups have one sent just before midnight, and six are sent after it: all twelve can be guessed at.
    const given = settings({
      ...{ guessLimits: [], maxAttempts: 10 },
      sendLimits: { person: [{ limit: 6, windowSeconds: 86_400 }] },
    });
    expect(guessesPerDay(given)).toBe(120);
  });

  it('have no bound without limits', () => {
    expect(guessesPerDay(settings({ guessLimits: [] }))).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('the chance of a right guess', () => {
  it.each([
    ['100 guesses at six digits', settings(), 100, 9.99952501425e-5],
    ['the attempts of one token', settings(), 5, 5e-6],
    ['a token and a part of one', settings({ maxAttempts: 4 }), 6, 5.999992e-6],
    ['100 guesses at ten digits', settings({ tokenLength: 10 }), 100, 9.999999953e-9],
    [
      '100 guesses at eight of 32 characters',
      settings({ tokenFormat: 'alphanumeric', tokenLength: 8 }),
      100,
      9.0949e-11,
    ],
    ['no guess', settings(), 0, 0],
    ['guesses without end', settings(), Number.POSITIVE_INFINITY, 1],
  ])('with %s', (_, given, guesses, chance) => {
    expect(guessChance(given, guesses)).toBeCloseTo(chance, 14);
  });
});

describe('the guess budget', () => {
  it('holds for the defaults, just, and says so in one line', () => {
    const config = parseConfig(BASE);
    expect(guessBudgetLine(config)).toBe(
      'Guess budget of a person and purpose: at most 100 guesses a day (UTC) at 6 numeric characters find a code with a chance of ' +
        '1e-4 (allowed: 1e-4; 24 hours across midnight: at most 2e-4).',
    );
  });

  it.each([
    [
      { guessLimits: [{ limit: 10, windowSeconds: 600 }], sendLimits: { person: [] } },
      'maxGuessProbabilityPerDay: is 1e-4, but at most 1440 guesses a day (UTC) at 6 numeric characters find a code ' +
        'with a chance of 1.44e-3; these would pass: tokenLength of at least 8, or guessLimits with at most 100 in 86400 seconds',
    ],
    [
      { maxGuessProbabilityPerDay: 1e-5 },
      'these would pass: tokenLength of at least 7, or guessLimits with at most 10 in 86400 seconds',
    ],
    [
      { guessLimits: [], sendLimits: '{"person":[]}' },
      'unlimited guesses a day (UTC) at 6 numeric characters find a code with a chance of 1e+0; ' +
        'these would pass: guessLimits with at most 100 in 86400 seconds',
    ],
    [{ maxGuessProbabilityPerDay: 1e-9 }, 'no length or guess limit would pass'],
  ])('stops the synth of %j and says what would pass', (overrides, message) => {
    expect(() => parseConfig({ ...BASE, ...overrides })).toThrow(message);
  });

  it.each([
    { maxGuessProbabilityPerDay: 1e-5, tokenLength: 7 },
    { maxGuessProbabilityPerDay: '1e-5', guessLimits: '[{"limit":10,"windowSeconds":86400}]' },
  ])('lets %j, which it proposed, pass', (overrides) => {
    expect(() => parseConfig({ ...BASE, ...overrides })).not.toThrow();
  });

  it('says for every format how short a token may be asked for', () => {
    expect(shortestPassingLengths(settings())).toEqual({ numeric: 6, alphanumeric: 8 });
    expect(shortestPassingLengths(settings({ maxGuessProbabilityPerDay: 1e-7 }))).toEqual({
      numeric: 9,
      alphanumeric: 8,
    });
    expect(shortestPassingLengths(settings({ maxGuessProbabilityPerDay: 1e-9 }))).toEqual({
      numeric: undefined,
      alphanumeric: 8,
    });
  });
});
