/**
 * `npm run deployment:rollback`: deploys what was deployed before, as it was. It is a deployment like any other, by
 * CloudFormation, and as careful as an upgrade: what the newer version added is listed, and data is not lost
 * unless that is allowed by name.
 */
import { isDeepStrictEqual } from 'node:util';
import { VERSION_OUTPUT } from '../config/deployment.ts';
import type { Assembly } from './assembly.ts';
import { readAssembly } from './assembly.ts';
import type { Terminal } from './command-line.ts';
import { COMMON_HELP, COMMON_OPTIONS, RefusedError, readArguments } from './command-line.ts';
import type { DeployParts } from './deploy-assembly.ts';
import { DEPLOY_HELP, DEPLOY_OPTIONS, deployAssembly } from './deploy-assembly.ts';
import { deployOptionsOf } from './deploy-options.ts';
import { findStack, templateOf } from './deployed-stack.ts';
import { planDeployment } from './deployment-plan.ts';
import { keptDeployments } from './kept-deployments.ts';
import { isOneStepBack } from './versions.ts';
import type { StackAt } from './which-deployment.ts';
import { WHICH_HELP, WHICH_OPTIONS, whichDeployment } from './which-deployment.ts';

export const HELP = `npm run deployment:rollback -- [options]

Deploys what was deployed before the present deployment: the newest of those that npm run deployment:upgrade kept on this
machine, or the one in a folder.

  --assembly        a folder with what was deployed: an artefact of a pipeline, or what cdk synth wrote for the
                    older version
  --allow-older     goes back further than one minor version, whose items the older version may not read
${WHICH_HELP}
${DEPLOY_HELP}
${COMMON_HELP}`;

export async function rollback(
  args: readonly string[],
  terminal: Terminal,
  parts: DeployParts,
): Promise<void> {
  const values = readArguments(args, {
    ...COMMON_OPTIONS,
    ...WHICH_OPTIONS,
    ...DEPLOY_OPTIONS,
    assembly: { type: 'string' },
    'allow-older': { type: 'boolean', default: false },
  });
  const options = deployOptionsOf(values);
  const assembly =
    values.assembly === undefined
      ? await newestOther(whichDeployment(values).main, parts)
      : readAssembly(values.assembly);
  const plans = await planDeployment(assembly, parts.clientFor);
  const from = plans.find(({ stack }) => stack === assembly.main)?.deployed?.outputs[VERSION_OUTPUT];
  const to = assembly.version;
  terminal.write(
    `Deployed: ${from ?? 'a version without a number'}. Back to: ${to ?? 'a version without a number'}.\n`,
  );
  const isPromised = from !== undefined && to !== undefined && isOneStepBack(from, to);
  if (!isPromised && !values['allow-older']) {
    throw new RefusedError(
      'Refused: a version reads what the next minor version of it writes, and no later one. To go back further, read the changelog of each version between, then add --allow-older.',
    );
  }
  await deployAssembly(assembly, plans, options, terminal, parts);
}

/** The newest kept deployment that is not what is deployed. @throws {RefusedError} when there is none */
async function newestOther(main: StackAt, { clientFor, keptIn }: DeployParts): Promise<Assembly> {
  const client = clientFor(main.region);
  const deployed = await findStack(client, main.name);
  if (deployed === undefined) {
    throw new RefusedError(`${main.name} is not deployed in ${main.region}.`);
  }
  const present = await templateOf(client, deployed.id);
  const other = keptDeployments(keptIn, main).find((kept) => !isDeepStrictEqual(kept.main.template, present));
  if (other === undefined) {
    throw new RefusedError(
      [
        `No earlier deployment of ${main.name} is kept in ${keptIn}. Synthesise it from its version, then name it:`,
        '  git worktree add ../before v<version> && cd ../before && npm ci && npx cdk synth --output cdk.out',
        '  npm run deployment:rollback -- --assembly ../before/cdk.out',
      ].join('\n'),
    );
  }
  return other;
}
