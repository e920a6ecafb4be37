/** Runs the smoke test on a deployment, with what its outputs say. */
import {
  CognitoIdentityProviderClient,
  DescribeUserPoolClientCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { runNode } from './cdk.ts';
import type { DeployedStack } from './deployed-stack.ts';

/** A test destination, without which the smoke test sends nothing. */
export interface SmokeDestination {
  readonly phoneNumber: string;
  readonly token: string;
}

export type RunSmoke = (
  stack: DeployedStack,
  region: string,
  destination?: SmokeDestination,
) => Promise<void>;

/** @throws when a check failed; the smoke test has said which */
export const runSmoke: RunSmoke = async ({ outputs }, region, destination) => {
  const { PageUrl = '', TokenUrl = '', MachineClientId = '', UserPoolId = '' } = outputs;
  const cognito = new CognitoIdentityProviderClient({ region });
  const { UserPoolClient } = await cognito.send(
    new DescribeUserPoolClientCommand({ UserPoolId, ClientId: MachineClientId }),
  );
  const whom =
    destination === undefined
      ? ['--without-sending']
      : ['--phone-number', destination.phoneNumber, '--token', destination.token];
  await runNode(
    [
      'test/smoke/main.ts',
      '--url',
      PageUrl,
      '--token-url',
      TokenUrl,
      '--client-id',
      MachineClientId,
      ...whom,
    ],
    'The smoke test',
    { TOKEN_COURIER_CLIENT_SECRET: UserPoolClient?.ClientSecret ?? '' },
  );
};
