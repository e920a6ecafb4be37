/** The UUID in a stack's id. A stack that is deleted and created again gets a new one. */
import { Fn, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

export const stackUuid = (scope: Construct): string => Fn.select(2, Fn.split('/', Stack.of(scope).stackId));
