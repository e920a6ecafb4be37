/** Codes as traffic brings them: whose, by which client, to which number. Seeded. */
import type { Random } from '../load/random.ts';
import { pick, randomOf } from '../load/random.ts';

export interface Code {
  readonly index: number;
  readonly userId: string;
  readonly clientId: string;
  readonly number: string;
}

export interface Scene {
  readonly name: string;
  /** How codes are spread over prefixes of numbers, by weight. */
  readonly prefixes: Readonly<Record<string, number>>;
  readonly clients: Readonly<Record<string, number>>;
  /** The share of codes that are for one and the same person. */
  readonly hotPerson?: number;
}

const CLIENTS = {
  '1example23456789abcdefghij': 6,
  '2example23456789abcdefghij': 3,
  '3example23456789abcdefghij': 1,
};
const ONE_CLIENT = { '1example23456789abcdefghij': 1 };

/** Mobile prefixes of Germany; an equal share of each would be more even than real. */
const GERMANY = {
  '+49151': 14,
  '+49152': 10,
  '+49157': 9,
  '+49159': 8,
  '+49160': 8,
  '+49162': 6,
  '+49163': 6,
  '+49170': 9,
  '+49171': 7,
  '+49172': 6,
  '+49173': 5,
  '+49174': 4,
  '+49175': 4,
  '+49176': 12,
  '+49177': 5,
  '+49178': 4,
  '+49179': 3,
};
const MANY_COUNTRIES = {
  ...GERMANY,
  ...Object.fromEntries(
    ['+44740', '+44770', '+44795', '+33612', '+33650', '+34600', '+34655', '+39320'].map((each) => [each, 8]),
  ),
  ...Object.fromEntries(
    ['+12025', '+14155', '+16465', '+13105', '+17185', '+12125'].map((each) => [each, 8]),
  ),
  ...Object.fromEntries(['+91981', '+91900', '+91701', '+91987', '+91998'].map((each) => [each, 12])),
};

export const SCENES: readonly Scene[] = [
  { name: 'many people, many countries, three clients', prefixes: MANY_COUNTRIES, clients: CLIENTS },
  { name: 'one country', prefixes: GERMANY, clients: CLIENTS },
  { name: 'one client', prefixes: MANY_COUNTRIES, clients: ONE_CLIENT },
  { name: 'a hot prefix: half of all numbers', prefixes: { ...GERMANY, '+49151': 105 }, clients: CLIENTS },
  {
    name: 'a hot person: one code in a hundred',
    prefixes: MANY_COUNTRIES,
    clients: CLIENTS,
    hotPerson: 0.01,
  },
];

const DIGITS = 12;

export function codesOf(
  { name, prefixes, clients, hotPerson = 0 }: Scene,
  count: number,
  seed: number,
): Code[] {
  const random = randomOf(seed, name);
  return Array.from({ length: count }, (_, index) => {
    const isHot = random() < hotPerson;
    const prefix = pick(random, prefixes);
    return {
      index,
      userId: isHot ? 'hot' : `person-${index}`,
      clientId: pick(random, clients),
      number: isHot ? '+4915100000000' : withDigits(prefix, random),
    };
  });
}

const withDigits = (prefix: string, random: Random): string => {
  const missing = DIGITS + 1 - prefix.length;
  return prefix + String(Math.floor(random() * 10 ** missing)).padStart(missing, '0');
};
