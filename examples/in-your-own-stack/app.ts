import { App } from 'aws-cdk-lib';
import { SignInStack } from './sign-in-stack.ts';

new SignInStack(new App(), 'SignIn', {
  // Token Courier needs a stack whose region is known, and a firewall in us-east-1 that this stack refers to.
  env: { region: 'eu-central-1' },
  crossRegionReferences: true,
});
