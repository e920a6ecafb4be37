/** The command `npm run deployment:restore`. */
import { runCommand } from './command-line.ts';
import { HELP } from './restore/restore-options.ts';
import { restore } from './restore.ts';

await runCommand(HELP, (args, terminal) => restore(args, terminal, { now: () => new Date() }));
