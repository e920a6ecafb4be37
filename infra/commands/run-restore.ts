/** The command `npm run deployment:restore`. */
import { runCommand } from './command-line.ts';
import { HELP, restore } from './restore.ts';

await runCommand(HELP, (args, terminal) => restore(args, terminal, { now: () => new Date() }));
