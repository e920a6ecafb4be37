/** The program that `npm start` runs. */
import { startCommand } from './start-command.ts';
import { welcome } from './welcome.ts';

await startCommand(process.argv.slice(2), welcome);
