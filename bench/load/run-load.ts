/** Sends seeded traffic to a running service while faults come and go, and returns what it left behind. */
import { callAs } from './caller.ts';
import type { Evidence, LoggedLine, Person, Revealed, StoredCount } from './evidence.ts';
import type { Call } from './ledger.ts';
import type { LocalService } from './local-service.ts';
import { observe } from './observer.ts';
import { arrivals, pick, randomOf } from './random.ts';
import type { ScenarioName, Visit } from './scenarios.ts';
import { SCENARIOS, WEIGHTS } from './scenarios.ts';
import type { SpellName } from './weather.ts';
import { makeWeather } from './weather.ts';

export interface LoadOptions {
  readonly seed: number;
  readonly seconds: number;
  /** How many visits begin in a second, on average. */
  readonly visitsPerSecond: number;
  /** How long faults last, and how long it is calm between them. */
  readonly spellMs: number;
  readonly calmMs: number;
  /** Scenarios to leave out. */
  readonly without?: readonly ScenarioName[];
  /** Kinds of faults to leave out. */
  readonly withoutSpells?: readonly SpellName[];
  /** Begins each person's id, so that runs on one service have different people. */
  readonly name: string;
  /** How long to wait, after the last answer, for reports of carriers and what follows them. */
  readonly settleMs: number;
  /** What functions have logged since the run began. Default: what the local runtime keeps, 10,000 lines. */
  readonly readLines?: () => Promise<readonly LoggedLine[]>;
  readonly onProgress?: (text: string) => void;
}

const MS = 1_000;
const CLIENTS = ['local', 'local_2', 'local_b'];
const TELL_EVERY_MS = 30_000;
const MOST_REVEALED = 100;
const THINKS_MS = 600;

export async function runLoad(service: LocalService, options: LoadOptions): Promise<Evidence> {
  const { seed, seconds, visitsPerSecond, without = [], onProgress = () => undefined } = options;
  const calls: Call[] = [];
  const brought: string[] = [];
  const people: Person[] = [];
  await service.forget();
  const observer = observe(service);
  const before = await countsByKey(service);
  const over = new AbortController();
  const weather = makeWeather(randomOf(seed, 'weather'), options, {
    add: service.addFault,
    clear: service.clearFaults,
    wait: (ms) => waitUntil(ms, over.signal),
    isOver: () => over.signal.aborted,
  });
  const telling = setInterval(
    () => onProgress(`${people.length} people, ${calls.length} calls`),
    TELL_EVERY_MS,
  );

  const weights = Object.fromEntries(
    Object.entries(WEIGHTS).filter(([name]) => !without.some((each) => each === name)),
  ) as typeof WEIGHTS;
  const visits = arrivals(randomOf(seed, 'arrivals'), visitsPerSecond, seconds * MS).map((atMs, index) => {
    const random = randomOf(seed, `person ${index}`);
    const scenario = pick(random, weights);
    const client = CLIENTS[Math.floor(random() * CLIENTS.length)] ?? 'local';
    const visit = visitOf(`${options.name}-${seed}-${index}`, index, seed, random);
    return { atMs, scenario, client, visit };
  });
  const startedMs = Date.now();
  const ran = visits.map(async ({ atMs, scenario, client, visit }) => {
    await waitUntil(startedMs + atMs - Date.now());
    people.push({ userId: visit.userId, destinations: [visit.number, visit.otherNumber, visit.email] });
    const stranger = CLIENTS.find((each) => each !== client) ?? 'local';
    await SCENARIOS[scenario]({
      ...visit,
      observer,
      brought: (code) => brought.push(code),
      caller: callAs(client, service, (call) => calls.push(call)),
      stranger: callAs(stranger, service, (call) => calls.push(call)),
    });
  });
  try {
    await Promise.all(ran);
    over.abort();
    const spells = await weather;
    await service.clearFaults();
    onProgress('The last visit has ended; waiting for what still happens');
    await waitUntil(options.settleMs);
    const revealed = await reveal(service, options.name);
    await observer.stop();
    return {
      people,
      calls,
      messages: [...observer.messages.values()],
      tokens: [...observer.tokens.values()],
      counts: (await service.counts()).map((count) => since(count, before)),
      executions: [...observer.executions.values()],
      lines: await (options.readLines ?? service.lines)(),
      spells,
      revealed,
      brought,
    };
  } finally {
    over.abort();
    clearInterval(telling);
  }
}

type Whose = Pick<Visit, 'userId' | 'number' | 'otherNumber' | 'email' | 'random' | 'think'>;

/** Numbers of three countries, of a range for each seed, so that two runs share none. */
function visitOf(userId: string, index: number, seed: number, random: Visit['random']): Whose {
  const prefix = ['+49151', '+4477', '+91981'][index % 3] ?? '+49151';
  const digits = prefix === '+4477' ? 8 : prefix === '+91981' ? 7 : 8;
  const own = (first: number): string =>
    prefix +
    String(((first * 4_000 + index + (seed % 500) * 10_000) % 10 ** digits) + 10 ** (digits - 1)).slice(
      -digits,
    );
  return {
    userId,
    number: own(0),
    otherNumber: own(1),
    email: `${userId}@example.com`,
    random,
    think: () => waitUntil(random() * THINKS_MS),
  };
}

/** Asks for living codes, as an operator may: of each client, because clients are apart. */
async function reveal(service: LocalService, name: string): Promise<readonly Revealed[]> {
  const living = (await service.tokens()).filter(
    ({ user_id, status, slot }) =>
      user_id.startsWith(`${name}-`) && status === 'sent' && !slot.includes('##'),
  );
  const revealed: Revealed[] = [];
  for (const { user_id: userId, slot } of living.slice(0, MOST_REVEALED)) {
    const purpose = slot.split('#').at(-1) ?? '';
    for (const client of CLIENTS) {
      const query = new URLSearchParams({ user_id: userId, purpose, reveal: 'true' });
      const authorization = `Bearer ${await service.accessToken(client)}`;
      const response = await fetch(`${service.urls.apiUrl}/tokens?${query}`, { headers: { authorization } });
      const { tokens = [] } = (await response.json()) as { tokens?: { token?: string | null }[] };
      revealed.push(...tokens.flatMap(({ token }) => (token ? [{ userId, purpose, token }] : [])));
    }
  }
  return revealed;
}

const keyOf = ({ subject, window }: StoredCount): string => `${subject} ${window}`;

async function countsByKey(service: LocalService): Promise<ReadonlyMap<string, StoredCount>> {
  return new Map((await service.counts()).map((count) => [keyOf(count), count]));
}

/** What was counted since then. */
function since(count: StoredCount, before: ReadonlyMap<string, StoredCount>): StoredCount {
  const then = before.get(keyOf(count))?.numbers ?? {};
  const numbers = Object.entries(count.numbers).map(([name, value]) => [name, value - (then[name] ?? 0)]);
  return { ...count, numbers: Object.fromEntries(numbers) };
}

/** Resolves after the time, or at the signal. */
const waitUntil = (ms: number, signal?: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal?.aborted) {
      resolve();
      return;
    }
    const timer = setTimeout(resolve, Math.max(0, ms));
    signal?.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
