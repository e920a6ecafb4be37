/** The command `npm run deployment:remove`. */
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { runCommand } from './command-line.ts';
import { HELP, remove } from './remove.ts';

await runCommand(HELP, (args, terminal) =>
  remove(args, terminal, { clientFor: (region) => new CloudFormationClient({ region }) }),
);
