/** The part of a stack's id that no other stack has, nor the same stack after it was deleted and made again. */
import { Fn, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

export const stackUuid = (scope: Construct): string => Fn.select(2, Fn.split('/', Stack.of(scope).stackId));
