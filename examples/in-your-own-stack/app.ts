import { App } from 'aws-cdk-lib';
import { SignInStack } from './sign-in-stack.ts';

new SignInStack(new App(), 'SignIn', {
  // Token Courier needs a stack with a known region, which refers to a firewall in us-east-1.
  env: { region: 'eu-central-1' },
  crossRegionReferences: true,
});
