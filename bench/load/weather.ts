/**
 * Faults that come and go: a spell of one kind, then calm, then the next. The order is random but seeded, and
 * every kind comes once before any comes again.
 */
import type { Spell } from './evidence.ts';
import type { Random } from './random.ts';

type Fault = Readonly<Record<string, string | number>>;

const SLOW_STORE_MS = 1_500;
/** Longer than Publish is waited for: its answer is lost, and the message goes out all the same. */
const SLOW_PUBLISH_MS = 2_500;
const STEPS = ['admit-request', 'generate-token', 'persist-token', 'deliver-by-sms', 'deliver-by-email'];

/** The name of a spell says which service it is about. */
const SPELLS = {
  'sns throttles': [{ service: 'sns', operation: 'Publish', error: 'Throttling', times: 8 }],
  'sns refuses': [{ service: 'sns', operation: 'Publish', error: 'OptedOut', times: 4 }],
  'sns fails': [{ service: 'sns', operation: 'Publish', error: 'InternalError', times: 5 }],
  'sns is slow': [{ service: 'sns', operation: 'Publish', delay_ms: SLOW_PUBLISH_MS, times: 4 }],
  'carrier refuses': [{ service: 'carrier', error: 'PhoneUnreachable', times: 4 }],
  'dynamodb throttles': ['PutItem', 'UpdateItem', 'BatchGetItem'].map((operation) => ({
    service: 'dynamodb',
    operation,
    error: 'ProvisionedThroughputExceededException',
    times: 6,
  })),
  'dynamodb fails to write': ['PutItem', 'UpdateItem'].map((operation) => ({
    service: 'dynamodb',
    operation,
    error: 'InternalServerError',
    times: 12,
  })),
  'dynamodb is slow': [{ service: 'dynamodb', operation: 'UpdateItem', delay_ms: SLOW_STORE_MS, times: 6 }],
  'secrets are down': [
    ...[...STEPS, 'verify-token'].map((name) => ({
      service: 'lambda',
      function: name,
      error: 'restart',
      times: 1,
    })),
    { service: 'secretsmanager', operation: 'GetSecretValue', error: 'InternalServiceError', times: 40 },
  ],
  'functions crash': [...STEPS, 'verify-token', 'deliver-code'].map((name) => ({
    service: 'lambda',
    function: name,
    error: 'crash',
    times: 1,
  })),
  'functions are throttled': STEPS.map((name) => ({
    service: 'lambda',
    function: name,
    error: 'TooManyRequestsException',
    times: 2,
  })),
} as const satisfies Readonly<Record<string, readonly Fault[]>>;

export type SpellName = keyof typeof SPELLS;

export interface FaultPorts {
  readonly add: (fault: Fault) => Promise<void>;
  readonly clear: () => Promise<void>;
  /** Resolves after the time, or when the run ends. */
  readonly wait: (ms: number) => Promise<void>;
  readonly isOver: () => boolean;
}

/** Returns the spells that there were. */
export async function makeWeather(
  random: Random,
  {
    spellMs,
    calmMs,
    withoutSpells = [],
  }: {
    readonly spellMs: number;
    readonly calmMs: number;
    readonly withoutSpells?: readonly SpellName[];
  },
  ports: FaultPorts,
): Promise<readonly Spell[]> {
  const names = (Object.keys(SPELLS) as SpellName[]).filter((name) => !withoutSpells.includes(name));
  const spells: Spell[] = [];
  while (!ports.isOver()) {
    for (const name of shuffled(names, random)) {
      await ports.wait(calmMs);
      if (ports.isOver()) {
        break;
      }
      const fromMs = Date.now();
      for (const fault of SPELLS[name]) {
        await ports.add(fault);
      }
      await ports.wait(spellMs);
      await ports.clear();
      spells.push({ name, fromMs, toMs: Date.now() });
    }
  }
  return spells;
}

const shuffled = <Name>(names: readonly Name[], random: Random): Name[] =>
  names
    .map((name) => ({ name, place: random() }))
    .sort((one, other) => one.place - other.place)
    .map(({ name }) => name);
