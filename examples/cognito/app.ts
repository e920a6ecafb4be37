import { App } from 'aws-cdk-lib';
import { UsersStack } from './users-stack.ts';

new UsersStack(new App(), 'Users', {
  // Token Courier needs a stack with a known region, which refers to a firewall in us-east-1.
  env: { region: 'eu-central-1' },
  crossRegionReferences: true,
});
