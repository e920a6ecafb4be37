/** Which deployment a command is about: by `--environment` and `--region`, otherwise as cdk.json says. */
import { readFileSync } from 'node:fs';
import { CONFIG_KEY } from '../config/command-line.ts';
import { edgeLogsStackNameOf, edgeStackNameOf, stackNameOf } from '../config/deployment.ts';
import { EDGE_REGION } from '../config/edge-region.ts';
import { UsageError } from './command-line.ts';

export const WHICH_OPTIONS = { environment: { type: 'string' }, region: { type: 'string' } } as const;

export const WHICH_HELP = `  --environment, --region
                    which deployment; by default that of cdk.json`;

export interface StackAt {
  readonly name: string;
  readonly region: string;
}

export interface Whereabouts {
  readonly main: StackAt;
  readonly edge: StackAt;
  readonly edgeLogs: StackAt;
}

/** @throws {UsageError} when neither says in which region */
export function whichDeployment(
  {
    environment,
    region,
  }: { readonly environment?: string | undefined; readonly region?: string | undefined },
  cdkJson = 'cdk.json',
): Whereabouts {
  const { context } = JSON.parse(readFileSync(cdkJson, 'utf8'));
  const settings = context?.[CONFIG_KEY] ?? {};
  const deployment = { environment: environment ?? settings.environment, region: region ?? settings.region };
  if (typeof deployment.region !== 'string') {
    throw new UsageError('--region is missing. --help lists the options.');
  }
  return {
    main: { name: stackNameOf(deployment), region: deployment.region },
    edge: { name: edgeStackNameOf(deployment), region: EDGE_REGION },
    edgeLogs: { name: edgeLogsStackNameOf(deployment), region: EDGE_REGION },
  };
}
