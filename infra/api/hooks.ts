/**
 * The routes by which other auth systems have codes delivered, with their functions and secrets; of those that are
 * configured only. The functions check who calls: signatures are over the body, which no authorizer sees.
 */
import type { IResource, RestApi } from 'aws-cdk-lib/aws-apigateway';
import { AuthorizationType, LambdaIntegration } from 'aws-cdk-lib/aws-apigateway';
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import type { HookEntry } from '../../handlers/contract/hooks.ts';
import { HOOK_ROUTES } from '../../handlers/contract/hooks.ts';
import { hooksIn } from '../../handlers/contract/settings/hooks.ts';
import { ENDPOINT_TIMEOUT_SECONDS } from '../../handlers/contract/timeouts.ts';
import { acceptFindings, sameFor } from '../cdk/findings.ts';
import type { Foundation } from '../data/foundation.ts';
import { HookSecret } from '../data/hook-secret.ts';
import { deployFunction } from '../functions/deploy-function.ts';
import type { TokenIssuing } from '../workflow/issuing.ts';

const FINDINGS = sameFor(
  ['AwsSolutions-APIG4', 'AwsSolutions-COG4'],
  'The calling system signs the body or sends a secret, which the function checks in constant time.',
);

export interface HooksProps {
  readonly api: RestApi;
  readonly foundation: Foundation;
  readonly issuing: TokenIssuing;
}

/** A hook that is on. */
export interface DeployedHook {
  readonly name: string;
  /** Below the API's URL. */
  readonly path: string;
  readonly secret: Secret;
}

export class Hooks extends Construct {
  readonly all: readonly DeployedHook[];

  constructor(scope: Construct, id: string, { api, foundation, issuing }: HooksProps) {
    super(scope, id);
    this.all = hooksIn(foundation.config.hooks).map(({ name, path, entry }) => {
      const { secret } = new HookSecret(this, name, foundation.defaults);
      return { name, path, entry, secret };
    });
  }
}
