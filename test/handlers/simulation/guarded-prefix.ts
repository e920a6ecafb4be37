/**
 * One prefix of numbers under the pumping guard: people who sign in and come back when they are refused, carriers
 * that fail, and attackers who react to what they are told. Seeded, so that a run can be repeated.
 */
import type { PumpingGuardSettings } from '../../../handlers/contract/settings.ts';
import { guardSend, type PumpingGuard } from '../../../handlers/domain/pumping-guard.ts';
import { DEFAULT_PUMPING_GUARD } from '../../../infra/sms-settings.ts';
import { numbersInMemory, trafficInMemory } from '../traffic-in-memory.ts';
import { Agenda } from './agenda.ts';
import { activity, randomFrom, returnDelay, WEEK_STARTS_SECONDS } from './traffic.ts';

/** Taken once: inside Jest, each look at a global takes longer than what it is for. */
const { floor, log } = Math;
const MINUTE = 60;
export const HOUR = 3600;
const PREFIX = '+49160';
/** Who is refused so often gives up. */
const MOST_ASKS = 6;

interface People {
  /** On average over the week; four times as many at 15:00 as at night, at least. */
  readonly perMinute: number;
  /** The share whose number never verified before. */
  readonly newShare: number;
  /** The share of messages whose code is typed in. */
  readonly conversion: number;
  /** Who gets no code, or a refusal, tries again this often. */
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

/** What an attacker learns of a message: undefined when it was sent, otherwise seconds to wait. */
type Outcome = number | undefined;

export interface Attacker {
  /** Seconds after the attack's beginning until the next message, or undefined at the end. */
  readonly start: (random: () => number) => (last: Outcome) => number | undefined;
  /** The share of its codes that it types in. */
  readonly verifies?: number;
  /** Refused numbers come back as people's do. */
  readonly returns?: boolean;
  readonly client?: string;
}

interface Scene {
  readonly seed: number;
  readonly seconds: number;
  readonly settings?: Partial<PumpingGuardSettings>;
  readonly people?: Partial<People>;
  readonly attacker?: Attacker;
  /** Seconds after the beginning. */
  readonly attackFrom?: number;
  readonly outage?: { readonly from: number; readonly seconds: number; readonly lost: number };
  /** The share of people whose client is not the attacker's. */
  readonly ofAnotherClient?: number;
}

/** People of one kind and time. */
interface Tally {
  people: number;
  /** Whose first answer was a refusal. */
  put_off: number;
  /** Who never got a code. */
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
  readonly tally: Tally;
  asks: number;
  refusals: number;
  served: boolean;
}

const none = (): Tally => ({ people: 0, put_off: 0, refused: 0 });

export async function play(scene: Scene): Promise<Outcomes> {
  const people = { ...PEOPLE, ...scene.people };
  const { seconds, attacker, attackFrom = 0, outage, ofAnotherClient = 0 } = scene;
  const random = randomFrom(scene.seed);
  const agenda = new Agenda();
  const tallies = { known: none(), before: none(), during: none(), justAfter: none(), later: none() };
  const seen = { attackerSent: 0, attackerAsked: 0, pauses: 0 };
  const from = outage?.from ?? attackFrom;
  let attackEnds = outage ? outage.from + outage.seconds : attacker ? Number.POSITIVE_INFINITY : -1;
  const guard: PumpingGuard = {
    settings: { ...DEFAULT_PUMPING_GUARD, ...scene.settings },
    traffic: trafficInMemory(),
    numbers: numbersInMemory(),
    integerBelow: (bound) => floor(random() * bound),
    onPaused: () => {
      seen.pauses += 1;
    },
  };

  /** Sends to a number; what comes back says how long to wait, or gives the token's reference. */
  const send = async (number: string, clientId: string, at: number) => {
    const nowSeconds = WEEK_STARTS_SECONDS + floor(at);
    const known = await guard.numbers.read(number);
    return guardSend({ prefix: PREFIX, number, clientId }, known, nowSeconds, guard);
  };
  const verify = async (number: string, reference: string, at: number) => {
    const nowSeconds = WEEK_STARTS_SECONDS + floor(at);
    if (reference.includes(' ')) await guard.traffic.countConversion(reference, nowSeconds);
    await guard.numbers.noteVerified(number, nowSeconds);
  };

  const tallyAt = (at: number): Tally => {
    if (attackEnds < 0 || at < from) return tallies.before;
    if (at <= attackEnds) return tallies.during;
    return at <= attackEnds + 10 * MINUTE ? tallies.justAfter : tallies.later;
  };
  const isLost = (at: number) =>
    outage !== undefined && at >= outage.from && at < outage.from + outage.seconds && random() < outage.lost;

  const ask = async (person: Person, at: number): Promise<void> => {
    const answer = await send(person.number, person.client, at);
    person.asks += 1;
    if (answer.paused) {
      if (person.asks === 1) person.tally.put_off += 1;
      person.refusals += 1;
      if (person.refusals < MOST_ASKS && random() < people.comesBack) {
        const wait = answer.retryAfterSeconds + random() * 20;
        agenda.add(at + wait, (then) => ask(person, then));
      } else if (!person.served) person.tally.refused += 1;
      return;
    }
    person.served = true;
    if (!isLost(at) && random() < people.conversion) {
      agenda.add(at + returnDelay(random), (then) => verify(person.number, answer.reference, then));
    } else if (person.asks < 4 && random() < people.asksAgain) {
      agenda.add(at + 40 + random() * 80, (then) => ask(person, then));
    }
  };

  let made = 0;
  const arrive = async (at: number): Promise<void> => {
    // Thinning: candidates come at the peak's rate, and the hour decides which of them are people.
    const next = at + (-log(1 - random()) * MINUTE) / (people.perMinute * 2);
    if (next < seconds) agenda.add(next, arrive);
    if (random() >= activity(at)) return;
    made += 1;
    const isNew = random() < people.newShare;
    const number = isNew ? `new-${made}` : `known-${floor(random() * 1000)}`;
    if (!isNew) await guard.numbers.noteVerified(number, WEEK_STARTS_SECONDS + floor(at) - 20 * 24 * HOUR);
    const tally = isNew ? tallyAt(at) : tallies.known;
    tally.people += 1;
    const client = random() < ofAnotherClient ? 'another' : 'web';
    await ask({ number, client, tally, asks: 0, refusals: 0, served: false }, at);
  };
  agenda.add(0, arrive);

  if (attacker) {
    const next = attacker.start(random);
    const attack = async (
      at: number,
      number = `pumped-${seen.attackerAsked}`,
      asks = 1,
    ): Promise<Outcome> => {
      seen.attackerAsked += 1;
      const answer = await send(number, attacker.client ?? 'web', at);
      if (answer.paused) {
        if (attacker.returns && asks < MOST_ASKS) {
          agenda.add(
            at + answer.retryAfterSeconds,
            async (then) => void (await attack(then, number, asks + 1)),
          );
        }
        return answer.retryAfterSeconds;
      }
      seen.attackerSent += 1;
      if (random() < (attacker.verifies ?? 0)) {
        agenda.add(at + 20, (then) => verify(number, answer.reference, then));
      }
      return undefined;
    };
    const go = async (at: number): Promise<void> => {
      const wait = next(await attack(at));
      if (wait !== undefined && at + wait < seconds) agenda.add(at + wait, go);
      else attackEnds = at;
    };
    agenda.add(attackFrom, go);
  }
  await agenda.run();
  return { ...tallies, ...seen, attackSeconds: attackEnds - attackFrom };
}

/** Sends `first` at once, one a second, and `then` more after each wait that it is told, or each ten minutes. */
export const pulses = (first: number, then: number): Attacker => ({
  start: () => {
    let left = first;
    return (last) => {
      left -= 1;
      if (last === undefined && left > 0) return 1;
      left = then;
      return last ?? 600;
    };
  },
});

export const flood = (messages: number, perSecond: number): Attacker => ({
  start: () => {
    let left = messages;
    return () => {
      left -= 1;
      return left > 0 ? 1 / perSecond : undefined;
    };
  },
});

/** As fast as given, until the scene ends, whatever it is told. */
export const steady = (perMinute: number, more: Partial<Attacker> = {}): Attacker => ({
  start: (random) => () => (-log(1 - random()) * MINUTE) / perMinute,
  ...more,
});
