/**
 * Plays the pumping guard's simulation and prints what docs/pumping-guard.md quotes: `npm run bench:pumping -- <part>
 * <seeds>`, with a part of its name (all without one) and how many seeds (3).
 */
import {
  type Attacker,
  flood,
  HOUR,
  type Outcomes,
  play,
  pulses,
  steady,
} from '../test/handlers/simulation/guarded-prefix.ts';

const DAY = 24 * HOUR;
const RATES = [0.5, 2, 8, 20, 60];
const NOBODY = 1e-6;
const [part = '', seeds = '3'] = process.argv.slice(2);
const COLUMNS = ['known', 'before', 'during', 'justAfter', 'later'] as const;

type Scene = Omit<Parameters<typeof play>[0], 'seed'>;

const underAttack = (attacker: Attacker): Scene => ({ seconds: 32 * HOUR, attackFrom: 8 * HOUR, attacker });
const flooded = (attacker: Attacker): Scene => ({ seconds: 15 * HOUR, attackFrom: 10 * HOUR, attacker });
const outage = (hours: number, lost: number): Scene => ({
  seconds: 20 * HOUR,
  outage: { from: 12 * HOUR, seconds: hours * HOUR, lost },
});

const SCENES: Readonly<Record<string, Scene>> = {
  'normal week': { seconds: 7 * DAY },
  'normal week, 4 in 10 messages fail': { seconds: 7 * DAY, people: { conversion: 0.6 } },
  'half lost for 3 h': outage(3, 0.5),
  'outage of 1 h': outage(1, 1),
  'outage of 2 h': outage(2, 1),
  'attack: 46, then 9 at each end': underAttack(pulses(46, 9)),
  'attack: 1 in 6 verified, 6 a minute': underAttack(steady(6, { verifies: 1 / 6 })),
  'attack: 1 in 6 verified, 60 a minute': underAttack(steady(60, { verifies: 1 / 6 })),
  'attack: 6 a minute': underAttack(steady(6)),
  'attack: 60 a minute': underAttack(steady(60)),
  'attack: 6 a minute, each comes back': underAttack(steady(6, { returns: true })),
  'flood of 200': flooded(flood(200, 5)),
  'flood of 2000': flooded(flood(2000, 5)),
};

console.log(
  'New people by time: asked/put off at first/never sent a code; most messages that an attacker sent.',
);
for (const [name, scene] of Object.entries(SCENES).filter(([each]) => each.includes(part))) {
  for (const perMinute of scene.attackFrom === 8 * HOUR ? [NOBODY, ...RATES] : RATES) {
    const outcomes: Outcomes[] = [];
    for (let seed = 1; seed <= Number(seeds); seed += 1) {
      outcomes.push(await play({ ...scene, seed, people: { newShare: 0.7, ...scene.people, perMinute } }));
    }
    const columns = COLUMNS.map((column) => `${column} ${sumOf(outcomes, column)}`.padEnd(26));
    const sent = Math.max(...outcomes.map(({ attackerSent }) => attackerSent));
    console.log(
      name.padEnd(37),
      String(Math.round(perMinute * 10) / 10).padStart(4),
      ...columns,
      'attacker',
      sent,
    );
  }
}

const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

function sumOf(outcomes: readonly Outcomes[], column: (typeof COLUMNS)[number]): string {
  const tallies = outcomes.map((outcome) => outcome[column]);
  return [
    total(tallies.map(({ people }) => people)),
    total(tallies.map(({ put_off }) => put_off)),
    total(tallies.map(({ refused }) => refused)),
  ].join('/');
}
