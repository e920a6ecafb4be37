/** How the names of a stack's alarms begin: an account may have several deployments. */
import { Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

export const alarmPrefixOf = (construct: IConstruct): string => `${Stack.of(construct).stackName}-`;
