/** URLs in the AWS console. */
import { Stack } from 'aws-cdk-lib';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { IConstruct } from 'constructs';

/** The home of a service in the region of the construct. */
export function consoleOf(construct: IConstruct, service: string): string {
  const { region, partition } = Stack.of(construct);
  const console = partition === 'aws-cn' ? 'console.amazonaws.cn' : 'console.aws.amazon.com';
  return `https://${region}.${console}/${service}/home?region=${region}`;
}

/** A state machine in the Step Functions console. */
export const machineUrl = (stateMachine: StateMachine): string =>
  `${consoleOf(stateMachine, 'states')}#/statemachines/view/${stateMachine.stateMachineArn}`;
