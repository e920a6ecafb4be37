/**
 * `npm run bench:pumping`: runs the pumping guard's simulation and prints the tables of
 * docs/pumping-guard.md.
 *
 * `-- --seeds 1` runs each scene with one seed instead of three, `--seed 7` starts with that seed instead of
 * a random one, and `--part attacks` prints only that table. Everything takes about twelve minutes on one core.
 */
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import type { Outcomes } from '../test/handlers/simulation/guarded-prefix.ts';
import { play } from '../test/handlers/simulation/guarded-prefix.ts';
import type { Row } from './pumping-scenes.ts';
import { ATTACKS, DELIVERIES, FLOODS, KEYED, OUTAGES, PUMPED, WEEKS } from './pumping-scenes.ts';

type Period = 'before' | 'during' | 'justAfter' | 'later' | 'known';

interface Table {
  readonly title: string;
  /** In addition to the scene and the people a minute. */
  readonly columns: Readonly<Record<string, (outcomes: readonly Outcomes[]) => string>>;
  readonly rows: readonly Row[];
  /** Multiplies the seeds, for scenes that are short and whose events are rare. */
  readonly times?: number;
}

const { values: options } = parseArgs({
  options: {
    seeds: { type: 'string', default: '3' },
    seed: { type: 'string', default: String(randomInt(1_000_000)) },
    part: { type: 'string', default: '' },
  },
});
const FIRST_SEED = Number(options.seed);
const SEEDS = Number(options.seeds);

const total = (outcomes: readonly Outcomes[], of: (outcome: Outcomes) => number): number =>
  outcomes.reduce((sum, outcome) => sum + of(outcome), 0);
const grouped = (value: number): string => value.toLocaleString('en-US');

/**
 * "4 and 1 of 600": how many people were first put off, how many never got a code, and how many there were.
 */
const lost = (period: Period) => (outcomes: readonly Outcomes[]) => {
  const [putOff, never, people] = (['put_off', 'refused', 'people'] as const).map((counted) =>
    grouped(total(outcomes, ({ [period]: tally }) => tally[counted])),
  );
  return putOff === '0' ? `0 of ${people}` : `${putOff} and ${never} of ${people}`;
};
const KNOWN_REFUSED = {
  'known numbers refused': (outcomes: readonly Outcomes[]) =>
    grouped(total(outcomes, ({ known }) => known.put_off)),
};
const mostSent = (outcomes: readonly Outcomes[]) =>
  grouped(Math.max(...outcomes.map(({ attackerSent }) => attackerSent)));

const share =
  (counted: 'put_off' | 'refused') =>
  (outcomes: readonly Outcomes[]): string => {
    const people = total(outcomes, ({ during }) => during.people);
    const lostShare = (100 * total(outcomes, ({ during }) => during[counted])) / people;
    const rounded = lostShare < 10 ? Math.round(lostShare * 10) / 10 : Math.round(lostShare);
    return people === 0 ? '' : `${rounded} %`;
  };

const PUT_OFF = { 'put off once': share('put_off'), 'never served': share('refused') };
const MOST_SENT = { 'messages sent, at most': mostSent };
const UNDER_ATTACK = { ...PUT_OFF, ...KNOWN_REFUSED, ...MOST_SENT };

/** Every count of people is by the period in which they first ask. */
const TABLES: Readonly<Record<string, Table>> = {
  floods: {
    title: 'A flood at 5 a second',
    times: 10,
    rows: FLOODS,
    columns: {
      'during it': lost('during'),
      'in the 10 minutes after': lost('justAfter'),
      'in the hours after that': lost('later'),
      ...KNOWN_REFUSED,
      ...MOST_SENT,
    },
  },
  attacks: { title: 'Attacks of 24 hours', rows: ATTACKS, columns: UNDER_ATTACK },
  keys: { title: 'The same where callers name addresses', rows: KEYED, columns: UNDER_ATTACK },
  outages: {
    title: 'Outages',
    rows: OUTAGES,
    columns: {
      'during it': lost('during'),
      'in the 10 minutes after': lost('justAfter'),
      'in the hours after that': lost('later'),
      ...KNOWN_REFUSED,
    },
  },
  weeks: {
    title: 'Weeks without an attack',
    rows: WEEKS,
    columns: { 'new people': lost('before'), ...KNOWN_REFUSED },
  },
  deliveries: {
    title: 'Two days of deliveries without an attack',
    rows: DELIVERIES,
    columns: { 'new people': lost('before') },
  },
  'deliveries-pumped': {
    title: 'Attacks of 24 hours on deliveries, nothing reported',
    rows: PUMPED,
    columns: { ...PUT_OFF, ...MOST_SENT },
  },
};

const row = (cells: readonly string[]) => console.log(`| ${cells.join(' | ')} |`);

console.log(`Seeds from ${FIRST_SEED}, ${SEEDS} of each scene; ${new Date().toISOString().slice(0, 10)}`);
for (const [part, { title, columns, rows, times = 1 }] of Object.entries(TABLES)) {
  if (!part.includes(options.part)) {
    continue;
  }
  console.log(`\n${title} (${SEEDS * times} seeds)\n`);
  row(['scene', 'new people a minute', ...Object.keys(columns)]);
  row(['---', '---', ...Object.keys(columns).map(() => '---')]);
  let last = '';
  for (const { name, perMinute, scene } of rows) {
    const outcomes: Outcomes[] = [];
    for (let more = 0; more < SEEDS * times; more += 1) {
      outcomes.push(await play({ ...scene, seed: FIRST_SEED + more }));
    }
    row([name === last ? '' : name, String(perMinute), ...Object.values(columns).map((of) => of(outcomes))]);
    last = name;
  }
}
