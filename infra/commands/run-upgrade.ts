/** The command `npm run deployment:upgrade`. */
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { runCdk } from './cdk.ts';
import { runCommand } from './command-line.ts';
import { KEPT_FOLDER } from './kept-deployments.ts';
import { runSmoke } from './smoke.ts';
import { HELP, upgrade } from './upgrade.ts';

await runCommand(HELP, (args, terminal) =>
  upgrade(args, terminal, {
    clientFor: (region) => new CloudFormationClient({ region }),
    runCdk,
    runSmoke,
    now: () => new Date(),
    keptIn: KEPT_FOLDER,
  }),
);
