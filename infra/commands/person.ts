/**
 * `npm run person`: shows what is kept of a person (a request for access), or forgets the person (for erasure).
 *
 * It works on the tables of a deployment with the rights of whoever runs it; no function may do this. What it is about
 * to do is in the audit log first, by the person's reference and with the ARN of whoever runs it.
 */
import type { AskedPerson, KeptOfPerson, PeoplePorts } from '../../handlers/domain/people/forget-person.ts';
import {
  findPerson,
  findReturned,
  forgetPerson,
  isForgotten,
} from '../../handlers/domain/people/forget-person.ts';
import type { Terminal } from './command-line.ts';
import { COMMON_HELP, confirm, RefusedError } from './command-line.ts';
import type { PersonDeployment } from './person-deployment.ts';
import { openDeployment } from './person-deployment.ts';
import type { PersonOptions } from './person-options.ts';
import { personOptions } from './person-options.ts';
import { elsewhere, listedPerson, shownPerson } from './person-report.ts';
import type { ReadLine } from './read-line.ts';
import { WHICH_HELP } from './which-deployment.ts';

export const HELP = `npm run person -- show --user-id <id> [options]
npm run person -- forget --user-id <id> [options]
npm run person -- forget-again [options]

show prints what the tables keep of a person, as JSON. forget deletes it, says what is kept and until when, and may be
repeated. forget-again is for a backup that was restored: it forgets everybody of whom the audit log says that they were
forgotten before. docs/data-protection.md has the permissions that they need, and what is kept where.

  --user-id         the id that your auth system calls the person by
  --phone-number    a number of the person: its counts are shown or deleted too; may be repeated
  --email           an address of the person: likewise
                    With - in place of a value, each of the three is asked for, or is the next line of the standard
                    input, in this order. What is given as an option is in the shell's history and in npm's logs
  --stack           the stack; by default that of the deployment
${WHICH_HELP}
${COMMON_HELP}`;

/** What is left over from a person who is using the service may take another look. */
const MOST_ROUNDS = 3;

export async function person(
  args: readonly string[],
  terminal: Terminal,
  { readLine }: { readonly readLine: ReadLine },
): Promise<void> {
  const options = await personOptions(args, readLine);
  const deployment = await openDeployment(options.stack);
  switch (options.verb) {
    case 'show':
      return show(options, deployment, terminal);
    case 'forget':
      return forget(options, deployment, terminal);
    case 'forget-again':
      return forgetAgain(options, deployment, terminal);
  }
}

type Run = (options: PersonOptions, deployment: PersonDeployment, terminal: Terminal) => Promise<void>;

const show: Run = async ({ asked, isDryRun }, deployment, { write }) => {
  const found = await findPerson(asked, deployment);
  if (isDryRun) {
    write('Would be shown and recorded in the audit log as export_person.');
    return;
  }
  await deployment.record('export_person', found.reference);
  write(shownPerson(found));
};

const forget: Run = async ({ asked, stack, isDryRun, yes }, deployment, terminal) => {
  const found = await findPerson(asked, deployment);
  const report = (is: string) => terminal.write([...listedPerson(found, is), ...elsewhere()].join('\n'));
  if (isDryRun) {
    report('would be');
    return;
  }
  await confirm(terminal, `Forget this person in ${stack.name}, ${deployment.place}? It cannot be undone.`, {
    yes,
  });
  await deployment.record('forget_person', found.reference);
  await forgetAll(asked, found, deployment);
  report('was');
};

/** Names the people to nobody but the audit log, by their references. */
const forgetAgain: Run = async ({ stack, isDryRun, yes }, deployment, terminal) => {
  const returned = await findReturned(await deployment.forgotten(), deployment);
  terminal.write(`${returned.length} of those who have a contact were forgotten before.`);
  if (isDryRun || returned.length === 0) {
    return;
  }
  await confirm(terminal, `Forget them in ${stack.name}, ${deployment.place}? It cannot be undone.`, { yes });
  for (const userId of returned) {
    const asked = { userId, destinations: [] };
    const found = await findPerson(asked, deployment);
    await deployment.record('forget_person', found.reference);
    await forgetAll(asked, found, deployment);
  }
  terminal.write(`${returned.length} forgotten.`);
};

/** @throws {RefusedError} when something is left after all */
async function forgetAll(asked: AskedPerson, found: KeptOfPerson, ports: PeoplePorts): Promise<void> {
  let left = found;
  for (let round = 1; !isForgotten(left); round += 1) {
    if (round > MOST_ROUNDS) {
      throw new RefusedError(
        'Something is still kept: the person is using the service. Run the command again.',
      );
    }
    await forgetPerson(asked, left, ports);
    left = await findPerson(asked, ports);
  }
}
