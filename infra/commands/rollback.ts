/**
 * `npm run deployment:rollback`: deploys what was deployed before, as it was. It is a deployment like any other, by
 * CloudFormation, and as careful as an upgrade: what the newer version added is listed, and data is not lost
 * unless that is allowed by name.
 */
import { isDeepStrictEqual } from 'node:util';
import { stackNameOf, VERSION_OUTPUT } from '../config/deployment.ts';
import type { Assembly } from './assembly.ts';
import { readAssembly } from './assembly.ts';
import type { Terminal } from './command-line.ts';
import { COMMON_HELP, COMMON_OPTIONS, RefusedError, readArguments, UsageError } from './command-line.ts';
import type { DeployParts } from './deploy-assembly.ts';
import { DEPLOY_HELP, DEPLOY_OPTIONS, deployAssembly } from './deploy-assembly.ts';
import { deployOptionsOf } from './deploy-options.ts';
import { findStack, templateOf } from './deployed-stack.ts';
import type { ClientFor } from './deployment-plan.ts';
import { planDeployment } from './deployment-plan.ts';
import { keptDeployments } from './kept-deployments.ts';
import { compareVersions, isOneStepBack } from './versions.ts';
import type { StackAt } from './which-deployment.ts';
import { WHICH_HELP, WHICH_OPTIONS, whichDeployment } from './which-deployment.ts';

export const HELP = `npm run deployment:rollback -- [options]

Deploys what was deployed before the present deployment: the newest of those that npm run deployment:upgrade kept on this
machine, or the one in a folder.

  --assembly        a folder with what was deployed: an artefact of a pipeline, or what cdk synth wrote for the
                    older version. --environment and --region must be those of it
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
  refuseAnother(assembly, values);
  const plans = await planDeployment(assembly, parts.clientFor);
  const present = plans.find(({ stack }) => stack === assembly.main)?.deployed;
  if (present === undefined) {
    throw notDeployed(assembly.main);
  }
  const from = present.outputs[VERSION_OUTPUT];
  const to = assembly.version;
  terminal.write(
    `Deployed: ${from ?? 'a version without a number'}. Back to: ${to ?? 'a version without a number'}.\n`,
  );
  if (from !== undefined && to !== undefined && compareVersions(to, from) > 0) {
    throw new RefusedError(
      `Refused: ${to} is newer than ${from}. That is an upgrade: npm run deployment:upgrade -- --assembly ${assembly.folder}`,
    );
  }
  const isPromised = from !== undefined && to !== undefined && isOneStepBack(from, to);
  if (!isPromised && !values['allow-older']) {
    throw new RefusedError(
      'Refused: a version reads what the next minor version of it writes, and no later one. To go back further, read the changelog of each version between, then add --allow-older.',
    );
  }
  await deployAssembly(assembly, plans, present, options, terminal, parts);
}

/** With a folder, `--environment` and `--region` choose nothing, but may be wrong. @throws {UsageError} */
function refuseAnother(
  { folder, main }: Assembly,
  {
    environment,
    region,
  }: { readonly environment?: string | undefined; readonly region?: string | undefined },
): void {
  const isAnother =
    (environment !== undefined && stackNameOf({ environment, region: main.region }) !== main.name) ||
    (region !== undefined && region !== main.region);
  if (isAnother) {
    throw new UsageError(
      `${folder} is of ${main.name} in ${main.region}: not of what --environment and --region name.`,
    );
  }
}

/**
 * The newest kept deployment that is not, in every stack, what is deployed. After an upgrade that failed half-way, the
 * main stack may be as before while another stack is not.
 * @throws {RefusedError} when there is none
 */
async function newestOther(main: StackAt, { clientFor, keptIn }: DeployParts): Promise<Assembly> {
  if ((await findStack(clientFor(main.region), main.name)) === undefined) {
    throw notDeployed(main);
  }
  for (const kept of keptDeployments(keptIn, main)) {
    if (!(await isDeployed(kept, clientFor))) {
      return kept;
    }
  }
  throw new RefusedError(
    [
      `No earlier deployment of ${main.name} is kept in ${keptIn}. Synthesise it from its version, then name it:`,
      '  git worktree add ../before v<version> && cd ../before && npm ci && npx cdk synth --output cdk.out',
      '  npm run deployment:rollback -- --assembly ../before/cdk.out',
    ].join('\n'),
  );
}

async function isDeployed({ stacks }: Assembly, clientFor: ClientFor): Promise<boolean> {
  for (const { name, region, template } of stacks) {
    const client = clientFor(region);
    const deployed = await findStack(client, name);
    if (deployed === undefined || !isDeepStrictEqual(await templateOf(client, deployed.id), template)) {
      return false;
    }
  }
  return true;
}

const notDeployed = ({ name, region }: StackAt): RefusedError =>
  new RefusedError(`${name} is not deployed in ${region}.`);
