/** The command `npm run deployment:rollback`. */
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { runCdk } from './cdk.ts';
import { runCommand } from './command-line.ts';
import { KEPT_FOLDER } from './kept-deployments.ts';
import { HELP, rollback } from './rollback.ts';
import { runSmoke } from './smoke.ts';

await runCommand(HELP, (args, terminal) =>
  rollback(args, terminal, {
    clientFor: (region) => new CloudFormationClient({ region }),
    runCdk,
    runSmoke,
    now: () => new Date(),
    keptIn: KEPT_FOLDER,
  }),
);
