/** The command `npm run person`. */
import { runCommand } from './command-line.ts';
import { HELP, person } from './person.ts';

await runCommand(HELP, person);
