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

/** Six digits, five attempts, the default guess limits, and unlimited sends. */
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
    ['a week, which is aligned with days', [{ limit: 100, windowSeconds: 604_800 }], 100, 200],
    ['a window that is not aligned with days', [{ limit: 1, windowSeconds: 50_000 }], 3, 3],
    ['a window longer than a day that can end within one', [{ limit: 7, windowSeconds: 100_000 }], 14, 14],
    ['two windows, of which the stricter counts', settings().guessLimits, 100, 200],
  ])('with a limit over %s', (_, guessLimits, perUtcDay, perAny24Hours) => {
    expect(guessesPerDay(settings({ guessLimits }))).toBe(perUtcDay);
    expect(guessesPerDay(settings({ guessLimits }), 'any-24-hours')).toBe(perAny24Hours);
  });

  it.each([
    ['a day of tokens from before midnight', { limit: 6, windowSeconds: 86_400 }, 300, 60, 90],
    ['one window of tokens from before midnight', { limit: 2, windowSeconds: 600 }, 300, 290, 292],
    ['two windows of tokens from before midnight', { limit: 1, windowSeconds: 300 }, 600, 290, 291],
    ['a window that is not aligned with days', { limit: 1, windowSeconds: 50_000 }, 300, 3, 3],
  ])(
    'are at most the attempts on the tokens of the day and on those still valid from the day before: %s',
    (_, limit, tokenLifetimeSeconds, perUtcDay, perAny24Hours) => {
      const off = { sendLimits: { person: [limit] }, guessLimits: [], tokenLifetimeSeconds };
      const attempts = limit.limit === 6 ? { maxAttempts: 5 } : { maxAttempts: 1 };
      const given = settings({ ...off, ...attempts });
      expect(guessesPerDay(given)).toBe(perUtcDay);
      expect(guessesPerDay(given, 'any-24-hours')).toBe(perAny24Hours);
    },
  );

  it('hold when every client group has its own token at midnight', () => {
    // Six groups get a token just before midnight, and six more are sent after it: all twelve can be guessed.
    const given = settings({
      ...{ guessLimits: [], maxAttempts: 10 },
      sendLimits: { person: [{ limit: 6, windowSeconds: 86_400 }] },
    });
    expect(guessesPerDay(given)).toBe(120);
  });

  it('are unbounded without limits', () => {
    expect(guessesPerDay(settings({ guessLimits: [] }))).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('the chance of a correct guess', () => {
  it.each([
    ['100 guesses at six digits', settings(), 100, 9.99952501425e-5],
    ['the attempts of one token', settings(), 5, 5e-6],
    ['one token and part of another', settings({ maxAttempts: 4 }), 6, 5.999992e-6],
    ['100 guesses at ten digits', settings({ tokenLength: 10 }), 100, 9.999999953e-9],
    [
      '100 guesses at eight of 32 characters',
      settings({ tokenFormat: 'alphanumeric', tokenLength: 8 }),
      100,
      9.0949e-11,
    ],
    ['no guesses', settings(), 0, 0],
    ['unlimited guesses', settings(), Number.POSITIVE_INFINITY, 1],
  ])('with %s', (_, given, guesses, chance) => {
    expect(guessChance(given, guesses)).toBeCloseTo(chance, 14);
  });
});

describe('the guess budget', () => {
  it('only just holds for the defaults, and says so in one line', () => {
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
  ])('stops the synth with %j and says what would pass', (overrides, message) => {
    expect(() => parseConfig({ ...BASE, ...overrides })).toThrow(message);
  });

  it.each([
    { maxGuessProbabilityPerDay: 1e-5, tokenLength: 7 },
    { maxGuessProbabilityPerDay: '1e-5', guessLimits: '[{"limit":10,"windowSeconds":86400}]' },
  ])('accepts %j, which it proposed', (overrides) => {
    expect(() => parseConfig({ ...BASE, ...overrides })).not.toThrow();
  });

  it('gives the shortest token that may be requested, for each format', () => {
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
