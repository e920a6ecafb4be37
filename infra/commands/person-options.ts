/** Which person `npm run person` is about, and what it does. */
import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { EMAIL_ADDRESS } from '../../handlers/contract/vocabulary.ts';
import type { AskedPerson } from '../../handlers/domain/people/forget-person.ts';
import { COMMON_OPTIONS, readArguments, UsageError } from './command-line.ts';
import type { ReadLine } from './read-line.ts';
import type { StackAt } from './which-deployment.ts';
import { WHICH_OPTIONS, whichDeployment } from './which-deployment.ts';

const VERBS = ['show', 'forget', 'forget-again'] as const;

export interface PersonOptions {
  readonly verb: (typeof VERBS)[number];
  /** Nobody in particular for `forget-again`. */
  readonly asked: AskedPerson;
  readonly stack: StackAt;
  readonly isDryRun: boolean;
  readonly yes: boolean;
}

/**
 * @param readLine is asked for each value that is given as `-`
 * @throws {UsageError}
 */
export async function personOptions(
  [given, ...args]: readonly string[],
  readLine: ReadLine,
): Promise<PersonOptions> {
  const verb = VERBS.find((each) => each === given);
  if (verb === undefined) {
    throw new UsageError('Say show, forget or forget-again first: npm run person -- show --user-id ada');
  }
  const values = readArguments(args, {
    ...COMMON_OPTIONS,
    ...WHICH_OPTIONS,
    stack: { type: 'string' },
    'user-id': { type: 'string' },
    'phone-number': { type: 'string', multiple: true, default: [] },
    email: { type: 'string', multiple: true, default: [] },
  });
  const [userId = ''] = await readDashes(values['user-id'] ?? '', 'User id', readLine);
  if (userId === '' && verb !== 'forget-again') {
    throw new UsageError('--user-id is missing: the id that your auth system calls the person by.');
  }
  const { main } = whichDeployment(values);
  const numbers = await readDashes(values['phone-number'] ?? [], 'Phone number', readLine);
  const addresses = await readDashes(values.email ?? [], 'Email', readLine);
  return {
    verb,
    asked: {
      userId,
      destinations: [
        ...numbers.map((phone_number) => ({ phone_number: readNumber(phone_number) })),
        ...addresses.map((email) => ({ email: readAddress(email) })),
      ],
    },
    stack: { ...main, name: values.stack ?? main.name },
    isDryRun: values['dry-run'] ?? false,
    yes: values.yes ?? false,
  };
}

const FROM_INPUT = '-';

/** One after the other, as they come from the input. */
async function readDashes(
  given: string | readonly string[],
  what: string,
  readLine: ReadLine,
): Promise<string[]> {
  const values: string[] = [];
  for (const value of [given].flat()) {
    values.push(value === FROM_INPUT ? (await readLine(what)).trim() : value);
  }
  return values;
}

/** The service knows a number by its digits, so a misspelt one would find nothing and delete nothing. */
function readNumber(given: string): string {
  const number = given.startsWith('+') ? parsePhoneNumberFromString(given) : undefined;
  if (!number?.isPossible()) {
    throw new UsageError('--phone-number must be a number with its country code, such as +12025550143.');
  }
  return number.number;
}

function readAddress(given: string): string {
  if (!EMAIL_ADDRESS.test(given)) {
    throw new UsageError('--email must be an address such as ada@example.com.');
  }
  return given;
}
