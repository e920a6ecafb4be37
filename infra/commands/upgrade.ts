/**
 * `npm run deployment:upgrade`: deploys this version over an older one, after saying what that needs and changes.
 *
 * `cdk deploy` alone does neither: a table that is replaced is one line among hundreds.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { VERSION_OUTPUT } from '../config/deployment.ts';
import type { Assembly } from './assembly.ts';
import { readAssembly } from './assembly.ts';
import type { RunCdk } from './cdk.ts';
import type { Terminal } from './command-line.ts';
import { COMMON_HELP, COMMON_OPTIONS, RefusedError, readArguments } from './command-line.ts';
import type { DeployParts } from './deploy-assembly.ts';
import { DEPLOY_HELP, DEPLOY_OPTIONS, deployAssembly } from './deploy-assembly.ts';
import { deployOptionsOf } from './deploy-options.ts';
import { planDeployment } from './deployment-plan.ts';
import { compareVersions, neededActions } from './versions.ts';

export const HELP = `npm run deployment:upgrade -- [-c key=value …] [options]

Deploys this version of Token Courier over the one that is deployed. First it prints what the changelog asks for
between the two and what changes, and refuses to lose tables, secrets, keys, clients or addresses. Afterwards it
runs the smoke test.

  -c, --context     a setting, as for cdk deploy; may be repeated
  --assembly        a folder that cdk synth wrote, instead of a synth now
${DEPLOY_HELP}
${COMMON_HELP}`;

export async function upgrade(
  args: readonly string[],
  terminal: Terminal,
  parts: DeployParts,
): Promise<void> {
  const values = readArguments(args, {
    ...COMMON_OPTIONS,
    ...DEPLOY_OPTIONS,
    context: { type: 'string', short: 'c', multiple: true, default: [] as string[] },
    assembly: { type: 'string' },
  });
  const options = deployOptionsOf(values);
  const { assembly, remove } =
    values.assembly === undefined
      ? await synthesise(values.context, parts.runCdk)
      : { assembly: readAssembly(values.assembly), remove() {} };
  try {
    const plans = await planDeployment(assembly, parts.clientFor);
    const before = plans.find(({ stack }) => stack === assembly.main)?.deployed;
    if (before === undefined) {
      throw new RefusedError(
        `${assembly.main.name} is not deployed in ${assembly.main.region}. A first deployment is \`npx cdk deploy --all\`.`,
      );
    }
    sayVersions(before.outputs[VERSION_OUTPUT], assembly.version, terminal);
    await deployAssembly(assembly, plans, before, options, terminal, parts);
  } finally {
    remove();
  }
}

async function synthesise(
  context: readonly string[],
  runCdk: RunCdk,
): Promise<{ assembly: Assembly; remove: () => void }> {
  const folder = mkdtempSync(join(tmpdir(), 'token-courier-'));
  const remove = () => rmSync(folder, { recursive: true });
  try {
    await runCdk(['synth', '--quiet', '--output', folder, ...context.flatMap((each) => ['-c', each])]);
    return { assembly: readAssembly(folder), remove };
  } catch (error) {
    remove();
    throw error;
  }
}

/** @throws {RefusedError} when the deployed version is newer */
function sayVersions(from: string | undefined, to: string | undefined, { write }: Terminal): void {
  if (from !== undefined && to !== undefined && compareVersions(to, from) < 0) {
    throw new RefusedError(
      `${from} is deployed, and ${to} is older: that is \`npm run deployment:rollback\`.`,
    );
  }
  write(
    `Deployed: ${from ?? 'a version without a number'}. To be deployed: ${to ?? 'a version without a number'}.\n`,
  );
  const actions = neededActions(readFileSync(new URL('../../CHANGELOG.md', import.meta.url), 'utf8'), from);
  write(
    actions.length === 0
      ? 'The changelog asks for no action.\n'
      : actions.map(({ version, text }) => `Needs action (${version}):\n\n${text}\n`).join('\n'),
  );
}
