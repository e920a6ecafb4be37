/** The command `npm run person`. */
import { runCommand } from './command-line.ts';
import { HELP, person } from './person.ts';
import { lineReader } from './read-line.ts';

await runCommand(HELP, (args, terminal) => person(args, terminal, { readLine: lineReader() }));
