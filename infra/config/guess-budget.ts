/**
 * The guess budget: how likely an attacker is to guess one code of one person and purpose in a day.
 *
 * The attacker has the password, requests as many codes as the send limits allow, and guesses as often as the
 * guess limits allow. NIST SP 800-63B-4 section 3.2.2 allows 100 consecutive failures against six digits,
 * which is 1 in 10,000. OWASP ASVS 5.0, 6.6.3, requires rate limiting but names no number. docs/security.md
 * explains the formula.
 */
import type { WindowLimit } from '../../handlers/contract/setting.ts';
import type { ShortestLengths } from '../../handlers/contract/settings/codes.ts';
import type { SendLimits } from '../../handlers/contract/settings/limits.ts';
import type { TokenFormat } from '../../handlers/contract/vocabulary.ts';
import { TOKEN_ALPHABETS, TOKEN_LENGTHS } from '../../handlers/contract/vocabulary.ts';

const DAY_SECONDS = 86_400;

export interface GuessSettings {
  readonly tokenFormat: TokenFormat;
  readonly tokenLength: number;
  readonly maxAttempts: number;
  readonly tokenLifetimeSeconds: number;
  /** Limits on failed verifications of a person and purpose. */
  readonly guessLimits: readonly WindowLimit[];
  /** These limit tokens too: each takes at least one message to its person. */
  readonly sendLimits: Pick<SendLimits, 'person'>;
  readonly maxGuessProbabilityPerDay: number;
}

/** `utc-day` is a calendar day; `any-24-hours` may begin at any second. */
type Day = 'utc-day' | 'any-24-hours';

/** How many guesses the limits allow in a day; Infinity when there is no limit. */
export function guessesPerDay(settings: GuessSettings, day: Day = 'utc-day'): number {
  const { guessLimits, sendLimits, maxAttempts, tokenLifetimeSeconds } = settings;
  // The person can have a live token in each client group, and the number of groups is unknown here. But a
  // token that is still live when the day begins was sent at most a token lifetime before that.
  const tokens = within(sendLimits.person, day, tokenLifetimeSeconds);
  return Math.min(within(guessLimits, day), tokens * maxAttempts);
}

/** The chance that one of these guesses is right. No guess is made twice against the same token. */
export function guessChance(settings: GuessSettings, guesses: number): number {
  const codes = codesOf(settings);
  if (guesses === Number.POSITIVE_INFINITY) {
    return 1;
  }
  const wholeTokens = Math.floor(guesses / settings.maxAttempts);
  const rest = guesses % settings.maxAttempts;
  // log1p and expm1 keep the digits that 1 - (1 - tiny) would lose.
  return -Math.expm1(wholeTokens * Math.log1p(-settings.maxAttempts / codes) + Math.log1p(-rest / codes));
}

/** The shortest length of a format that stays within the budget; undefined when none does. */
function shortestPassingLength(settings: GuessSettings, tokenFormat: TokenFormat): number | undefined {
  const { min, max } = TOKEN_LENGTHS[tokenFormat];
  const lengths = Array.from({ length: max - min + 1 }, (_, index) => min + index);
  return lengths.find((tokenLength) => passes({ ...settings, tokenFormat, tokenLength }));
}

/**
 * The same for each format: callers may request a format and length other than the configured ones, but none
 * weaker.
 */
export const shortestPassingLengths = (settings: GuessSettings): ShortestLengths => ({
  numeric: shortestPassingLength(settings, 'numeric'),
  alphanumeric: shortestPassingLength(settings, 'alphanumeric'),
});

/** Why the settings exceed the budget, and which settings would pass; undefined when they are within it. */
export function explainOverrun(settings: GuessSettings): string | undefined {
  if (passes(settings)) {
    return undefined;
  }
  const length = shortestPassingLength(settings, settings.tokenFormat);
  const guesses = mostPassingGuesses(settings);
  const remedies = [
    ...(length === undefined ? [] : [`tokenLength of at least ${length}`]),
    ...(guesses < 1 ? [] : [`guessLimits with at most ${guesses} in ${DAY_SECONDS} seconds`]),
  ];
  return [
    `is ${exponential(settings.maxGuessProbabilityPerDay)}, but ${describe(settings, 'utc-day')}`,
    remedies.length === 0
      ? 'no length or guess limit would pass'
      : `these would pass: ${remedies.join(', or ')}`,
  ].join('; ');
}

/** The budget in one line, which the synth prints. */
export function guessBudgetLine(settings: GuessSettings): string {
  const worst = guessChance(settings, guessesPerDay(settings, 'any-24-hours'));
  return (
    `Guess budget of a person and purpose: ${describe(settings, 'utc-day')} (allowed: ${exponential(settings.maxGuessProbabilityPerDay)}; ` +
    `24 hours across midnight: at most ${exponential(worst)}).`
  );
}

const passes = (settings: GuessSettings): boolean =>
  guessChance(settings, guessesPerDay(settings)) <= settings.maxGuessProbabilityPerDay;

/** How much the limits allow in a day and the given seconds before it. */
const within = (limits: readonly WindowLimit[], day: Day, secondsBefore = 0): number =>
  Math.min(
    ...limits.map(({ limit, windowSeconds }) => limit * windowsTouched(windowSeconds, day, secondsBefore)),
  );

/**
 * How many windows a day and the given seconds before it can touch: most when that period begins as late in a
 * window as it can. Calendar days begin at multiples of 86,400 s, so how far into a window they can begin is
 * a multiple of the common divisor of the two lengths. Days that begin at any second have a step of one.
 */
function windowsTouched(windowSeconds: number, day: Day, secondsBefore: number): number {
  const step = day === 'utc-day' ? commonDivisor(DAY_SECONDS, windowSeconds) : 1;
  const beforeStep = (step - (secondsBefore % step)) % step;
  const latestStart = windowSeconds - step + beforeStep;
  return Math.ceil((latestStart + secondsBefore + DAY_SECONDS) / windowSeconds);
}

const commonDivisor = (a: number, b: number): number => (b === 0 ? a : commonDivisor(b, a % b));

/** A number of guesses that certainly passes: their chance is never above the sum of their single chances. */
const mostPassingGuesses = (settings: GuessSettings): number =>
  Math.floor(Number((settings.maxGuessProbabilityPerDay * codesOf(settings)).toPrecision(12)));

const codesOf = ({ tokenFormat, tokenLength }: GuessSettings): number =>
  TOKEN_ALPHABETS[tokenFormat].length ** tokenLength;

function describe(settings: GuessSettings, day: Day): string {
  const guesses = guessesPerDay(settings, day);
  const many = guesses === Number.POSITIVE_INFINITY ? 'unlimited guesses' : `at most ${guesses} guesses`;
  const chance = exponential(guessChance(settings, guesses));
  return `${many} a day (UTC) at ${settings.tokenLength} ${settings.tokenFormat} characters find a code with a chance of ${chance}`;
}

const exponential = (chance: number): string => Number(chance.toPrecision(3)).toExponential();
