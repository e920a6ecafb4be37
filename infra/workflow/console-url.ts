/** The URL of a state machine in the Step Functions console. */
import { Stack } from 'aws-cdk-lib';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';

export function consoleUrl(stateMachine: StateMachine): string {
  const { region, partition } = Stack.of(stateMachine);
  const console = partition === 'aws-cn' ? 'console.amazonaws.cn' : 'console.aws.amazon.com';
  return `https://${region}.${console}/states/home?region=${region}#/statemachines/view/${stateMachine.stateMachineArn}`;
}
