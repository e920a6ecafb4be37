/** The end that an upgrade and a rollback have in common: allow, ask, deploy, keep, check from outside. */
import type { Assembly } from './assembly.ts';
import type { RunCdk } from './cdk.ts';
import type { Terminal } from './command-line.ts';
import { confirm, RefusedError } from './command-line.ts';
import type { DeployedStack } from './deployed-stack.ts';
import { findStack, placeOf } from './deployed-stack.ts';
import type { ClientFor, StackPlan } from './deployment-plan.ts';
import { describePlan, refuseLosses } from './deployment-plan.ts';
import { keepDeployment } from './kept-deployments.ts';
import type { RunSmoke, SmokeDestination } from './smoke.ts';

export interface DeployParts {
  readonly clientFor: ClientFor;
  readonly runCdk: RunCdk;
  readonly runSmoke: RunSmoke;
  readonly now: () => Date;
  /** Where deployments are kept. */
  readonly keptIn: string;
}

export interface DeployOptions {
  readonly yes: boolean;
  readonly isDryRun: boolean;
  /** Logical ids. */
  readonly allowReplacement: readonly string[];
  readonly skipSmoke: boolean;
  readonly destination: SmokeDestination | undefined;
}

/** Options of both commands; their help is below. */
export const DEPLOY_OPTIONS = {
  'allow-replacement': { type: 'string', multiple: true, default: [] as string[] },
  'skip-smoke': { type: 'boolean', default: false },
  'phone-number': { type: 'string' },
  token: { type: 'string' },
} as const;

export const DEPLOY_HELP = `  --allow-replacement <logical id>
                    accepts what is refused of this resource: that it is replaced, deleted, left behind, or loses what it
                    keeps; may be repeated
  --phone-number, --token
                    a test destination of the deployment, for the smoke test; without it, no code is issued
  --skip-smoke      leaves the smoke test out`;

/**
 * @param present the main stack as it is deployed
 * @throws {RefusedError} when something would be lost, or the person does not confirm
 */
export async function deployAssembly(
  assembly: Assembly,
  plans: readonly StackPlan[],
  present: DeployedStack,
  options: DeployOptions,
  terminal: Terminal,
  parts: DeployParts,
): Promise<void> {
  const { write } = terminal;
  write(await describePlan(plans));
  refuseLosses(plans, options.allowReplacement);
  if (options.isDryRun) {
    write('Dry run: nothing was changed.');
    return;
  }
  const names = plans.map(({ stack }) => stack.name).join(', ');
  const { text: place } = placeOf(present);
  await confirm(terminal, `Deploy ${assembly.version ?? 'this'} to ${names} in ${place}?`, options);
  await parts.runCdk(['deploy', '--app', assembly.folder, '--all', '--require-approval', 'never']);
  write(`Kept for a rollback: ${keepDeployment(parts.keptIn, assembly, parts.now())}`);
  if (options.skipSmoke) {
    return;
  }
  const { main } = assembly;
  const deployed = await findStack(parts.clientFor(main.region), main.name);
  if (deployed === undefined) {
    throw new RefusedError(`${main.name} is not there after its deployment.`);
  }
  await parts.runSmoke(deployed, main.region, options.destination);
}
