/**
 * One prefix of numbers under the pumping guard: people who sign in and come back when they are refused, carriers
 * that fail, and attackers who react to the answers. Seeded, so that a run can be repeated.
 */
import type { PumpingGuardSettings } from '../../../handlers/contract/settings/texts.ts';
import { DEFAULT_PUMPING_GUARD } from '../../../handlers/contract/settings/texts.ts';
import { judgedAs } from '../../../handlers/domain/pumping/judged-as.ts';
import { guardBySource } from '../../../handlers/domain/pumping/new-sources.ts';
import type { PumpingGuardPorts } from '../../../handlers/domain/pumping/pumping-guard.ts';
import { countersInMemory } from '../counters-in-memory.ts';
import { numbersInMemory, trafficInMemory } from '../traffic-in-memory.ts';
import { Agenda } from './agenda.ts';
import type { Attacker, Outcome } from './attackers.ts';
import { activity, randomFrom, returnDelay, WEEK_STARTS_SECONDS } from './traffic.ts';

/** Read once: inside Jest, looking up a global takes longer than using it. */
const { floor, log } = Math;
const MINUTE = 60;
export const HOUR = 3600;
const PREFIX = '+49160';
/** Addresses of carriers, each shared by many phones. */
const SHARED_ADDRESSES = 20;
/** Whoever is refused this often gives up. */
const MOST_ASKS = 6;

interface People {
  /** On average over a weekday; at 15:00 it is 19 times as many as at 03:00. */
  readonly perMinute: number;
  /** The share whose number has never been verified. */
  readonly newShare: number;
  /** The share of messages whose code is verified. */
  readonly conversion: number;
  /** The shares of people who ask again without a code, and who come back after a refusal. */
  readonly asksAgain: number;
  readonly comesBack: number;
}

const PEOPLE: People = {
  perMinute: 8,
  newShare: 0.5,
  conversion: 0.85,
  asksAgain: 0.4,
  comesBack: 0.8,
};

interface Scene {
  readonly seed: number;
  readonly seconds: number;
  readonly settings?: Partial<PumpingGuardSettings>;
  readonly people?: Partial<People>;
  readonly attacker?: Attacker;
  /** Seconds after the beginning of the scene. */
  readonly attackFrom?: number;
  readonly outage?: { readonly from: number; readonly seconds: number; readonly lost: number };
  /** The share of people whose client is not the attacker's. */
  readonly ofAnotherClient?: number;
  /** When given, the codes are another system's, which may report what came back to it. */
  readonly deliveries?: 'unreported' | 'reported';
  /** When given, callers name the address of each request, and this share of people has their own. */
  readonly ownAddresses?: number;
}

/** Counts of people of one kind, in one period. */
interface Tally {
  people: number;
  /** Those whose first answer was a refusal. */
  put_off: number;
  /** Those who never got a code. */
  refused: number;
}

export interface Outcomes {
  readonly known: Tally;
  /** New people before the attack, during it, in the ten minutes after, and later. */
  readonly before: Tally;
  readonly during: Tally;
  readonly justAfter: Tally;
  readonly later: Tally;
  readonly attackerSent: number;
  readonly attackerAsked: number;
  readonly attackSeconds: number;
  readonly pauses: number;
}

interface Person {
  readonly number: string;
  readonly client: string;
  readonly address: string;
  readonly tally: Tally;
  asks: number;
  refusals: number;
  served: boolean;
}

const none = (): Tally => ({ people: 0, put_off: 0, refused: 0 });

export async function play(scene: Scene): Promise<Outcomes> {
  const people = { ...PEOPLE, ...scene.people };
  const { seconds, attacker, attackFrom = 0, outage, ofAnotherClient = 0, ownAddresses, deliveries } = scene;
  const random = randomFrom(scene.seed);
  const agenda = new Agenda();
  const tallies = { known: none(), before: none(), during: none(), justAfter: none(), later: none() };
  const seen = { attackerSent: 0, attackerAsked: 0, pauses: 0 };
  const from = outage?.from ?? attackFrom;
  let attackEnds = outage ? outage.from + outage.seconds : attacker ? Number.POSITIVE_INFINITY : -1;
  const guard: PumpingGuardPorts = {
    settings: judgedAs(PREFIX, deliveries === undefined ? 'token' : 'delivery', {
      ...DEFAULT_PUMPING_GUARD,
      ...scene.settings,
    }).bounds,
    traffic: trafficInMemory(),
    numbers: numbersInMemory(),
    integerBelow: (bound) => floor(random() * bound),
    onPaused: () => {
      seen.pauses += 1;
    },
  };

  const counters = countersInMemory();
  let asked = 0;
  /** Sends to a number; the answer has the seconds to wait, or the reference to the text. */
  const send = async (number: string, clientId: string, address: string, at: number, prefix = PREFIX) => {
    const nowSeconds = WEEK_STARTS_SECONDS + floor(at);
    const known = await guard.numbers.read(number, number, nowSeconds);
    asked += 1;
    const keys = ownAddresses === undefined ? [] : [{ name: 'ip', digest: address }];
    const sources = { keys, counters, owner: `execution-${asked}` };
    return guardBySource({ prefix, number, clientId }, sources, known, nowSeconds, guard);
  };
  const verify = async (number: string, reference: string, at: number) => {
    const nowSeconds = WEEK_STARTS_SECONDS + floor(at);
    if (reference.includes(' ') && deliveries !== 'unreported') {
      await guard.traffic.countConversion(reference, nowSeconds);
    }
    // What another system reports makes no number known.
    if (deliveries === undefined) {
      await guard.numbers.noteVerified(number, number, nowSeconds);
    }
  };

  const tallyAt = (at: number): Tally => {
    if (attackEnds < 0 || at < from) {
      return tallies.before;
    }
    if (at <= attackEnds) {
      return tallies.during;
    }
    return at <= attackEnds + 10 * MINUTE ? tallies.justAfter : tallies.later;
  };
  const isLost = (at: number) =>
    outage !== undefined && at >= outage.from && at < outage.from + outage.seconds && random() < outage.lost;

  const ask = async (person: Person, at: number): Promise<void> => {
    const answer = await send(person.number, person.client, person.address, at);
    person.asks += 1;
    if (answer.paused) {
      if (person.asks === 1) {
        person.tally.put_off += 1;
      }
      person.refusals += 1;
      if (person.refusals < MOST_ASKS && random() < people.comesBack) {
        const wait = answer.retryAfterSeconds + random() * 20;
        agenda.add(at + wait, (then) => ask(person, then));
      } else if (!person.served) {
        person.tally.refused += 1;
      }
      return;
    }
    person.served = true;
    if (!isLost(at) && random() < people.conversion) {
      agenda.add(at + returnDelay(random), (then) => verify(person.number, answer.reference, then));
    } else if (person.asks < 4 && random() < people.asksAgain) {
      agenda.add(at + 40 + random() * 80, (then) => ask(person, then));
    }
  };

  const addressOf = (person: number): string =>
    ownAddresses === undefined || random() < ownAddresses
      ? `home-${person}`
      : `shared-${floor(random() * SHARED_ADDRESSES)}`;

  let made = 0;
  const arrive = async (at: number): Promise<void> => {
    // Thinning: candidates arrive at the peak rate, and the hour decides which of them are people.
    const next = at + (-log(1 - random()) * MINUTE) / (people.perMinute * 2);
    if (next < seconds) {
      agenda.add(next, arrive);
    }
    if (random() >= activity(at)) {
      return;
    }
    made += 1;
    const isNew = random() < people.newShare;
    const number = isNew ? `new-${made}` : `known-${floor(random() * 1000)}`;
    const before = WEEK_STARTS_SECONDS + floor(at) - 20 * 24 * HOUR;
    if (!isNew) {
      await guard.numbers.noteVerified(number, number, before);
    }
    const tally = isNew ? tallyAt(at) : tallies.known;
    tally.people += 1;
    const client = random() < ofAnotherClient ? 'another' : 'web';
    const address = addressOf(made);
    await ask({ number, client, address, tally, asks: 0, refusals: 0, served: false }, at);
  };
  agenda.add(0, arrive);

  if (attacker) {
    const next = attacker.start(random);
    const { clients = 1, prefixes = 1, addresses = 20, returns = false, verifies = 0 } = attacker;
    const attack = async (at: number, turn = seen.attackerAsked, asks = 1): Promise<Outcome> => {
      seen.attackerAsked += 1;
      const number = `pumped-${turn}`;
      const client = turn % clients === 0 ? 'web' : `web-${turn % clients}`;
      const prefix = turn % prefixes === 0 ? PREFIX : `${PREFIX}-${turn % prefixes}`;
      const answer = await send(number, client, `proxy-${turn % addresses}`, at, prefix);
      if (answer.paused) {
        if (returns && asks < MOST_ASKS) {
          agenda.add(
            at + answer.retryAfterSeconds,
            async (then) => void (await attack(then, turn, asks + 1)),
          );
        }
        return answer.retryAfterSeconds;
      }
      seen.attackerSent += 1;
      if (random() < verifies) {
        agenda.add(at + 20, (then) => verify(number, answer.reference, then));
      }
      return undefined;
    };
    const go = async (at: number): Promise<void> => {
      const wait = next(await attack(at));
      if (wait !== undefined && at + wait < seconds) {
        agenda.add(at + wait, go);
      } else {
        attackEnds = at;
      }
    };
    agenda.add(attackFrom, go);
  }
  await agenda.run();
  return { ...tallies, ...seen, attackSeconds: attackEnds - attackFrom };
}
