/** The command `npm run deployment:restore`. */
import { setTimeout } from 'node:timers/promises';
import { runCommand } from './command-line.ts';
import { HELP } from './restore/restore-options.ts';
import { restore } from './restore.ts';

/** CloudWatch Logs shows a line some seconds after it took it; AWS names no number. */
const SETTLED_AFTER_MS = 15_000;

await runCommand(HELP, (args, terminal) =>
  restore(args, terminal, { now: () => new Date(), settle: () => setTimeout(SETTLED_AFTER_MS) }),
);
