/**
 * The routes by which other auth systems have codes delivered, with their functions and secrets, only for those
 * that are configured. The functions check who calls: signatures are over the body, which no authorizer sees.
 */
import type { IResource, RestApi } from 'aws-cdk-lib/aws-apigateway';
import { AuthorizationType, LambdaIntegration } from 'aws-cdk-lib/aws-apigateway';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { HOOK_ROUTES } from '../../handlers/contract/hooks.ts';
import { hooksIn } from '../../handlers/contract/settings/hooks.ts';
import { ENDPOINT_TIMEOUT_SECONDS } from '../../handlers/contract/timeouts.ts';
import { acceptFindings, sameFor } from '../cdk/findings.ts';
import type { Foundation } from '../data/foundation.ts';
import { hookSecret } from '../data/hook-secret.ts';
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
  /** Hooks of one kind share one. */
  readonly functions: readonly IFunction[];

  constructor(scope: Construct, id: string, { api, foundation, issuing }: HooksProps) {
    super(scope, id);
    const on = hooksIn(foundation.config.hooks).map((hook) => ({
      ...hook,
      secret: hookSecret(this, hook.name, foundation.defaults),
    }));
    const functions: IFunction[] = [];
    for (const [entry, hooks] of Map.groupBy(on, (hook) => hook.entry)) {
      const fn = deployFunction(this, 'integrations', entry, {
        deployment: {
          ...foundation,
          issuing,
          hookSecrets: Object.fromEntries(hooks.map(({ name, secret }) => [name, secret])),
        },
        timeoutSeconds: ENDPOINT_TIMEOUT_SECONDS,
      });
      const resource: IResource = api.root.resourceForPath(HOOK_ROUTES[entry].path);
      const open = resource.addMethod('POST', new LambdaIntegration(fn, { allowTestInvoke: false }), {
        authorizationType: AuthorizationType.NONE,
      });
      acceptFindings(open, FINDINGS);
      functions.push(fn);
    }
    this.functions = functions;
    this.all = on;
  }
}
