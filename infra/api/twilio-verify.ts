/**
 * The routes that speak Twilio Verify, and their functions. The functions check HTTP Basic credentials themselves:
 * API Gateway's authorizers know access tokens, and a custom one would be a second function for every request.
 */
import type { IResource, RestApi } from 'aws-cdk-lib/aws-apigateway';
import { AuthorizationType, LambdaIntegration } from 'aws-cdk-lib/aws-apigateway';
import { Construct } from 'constructs';
import { ENDPOINT_TIMEOUT_SECONDS, STARTER_TIMEOUT_SECONDS } from '../../handlers/contract/timeouts.ts';
import { TWILIO_ROUTES } from '../../handlers/contract/twilio.ts';
import { acceptFindings, sameFor } from '../cdk/findings.ts';
import type { Foundation } from '../data/foundation.ts';
import { deployFunction } from '../functions/deploy-function.ts';
import { keepActivity } from '../functions/keep-activity.ts';
import type { TokenIssuing } from '../workflow/issuing.ts';

const FINDINGS = sameFor(
  ['AwsSolutions-APIG4', 'AwsSolutions-COG4'],
  'Twilio clients send HTTP Basic credentials, which the function checks in constant time.',
);

export interface TwilioVerifyProps {
  readonly api: RestApi;
  readonly foundation: Foundation;
  readonly issuing: TokenIssuing;
}

export class TwilioVerify extends Construct {
  constructor(scope: Construct, id: string, { api, foundation, issuing }: TwilioVerifyProps) {
    super(scope, id);
    for (const [name, { method, path, answeredBy }] of Object.entries(TWILIO_ROUTES)) {
      const fn = deployFunction(this, 'twilio', answeredBy, {
        deployment: { ...foundation, issuing },
        timeoutSeconds: name === 'start' ? STARTER_TIMEOUT_SECONDS : ENDPOINT_TIMEOUT_SECONDS,
      });
      if (name === 'check') {
        keepActivity(foundation, fn);
      }
      const resource: IResource = api.root.resourceForPath(path);
      const open = resource.addMethod(method, new LambdaIntegration(fn, { allowTestInvoke: false }), {
        authorizationType: AuthorizationType.NONE,
      });
      acceptFindings(open, FINDINGS);
    }
  }
}
