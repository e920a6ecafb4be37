import { expect, it } from '@jest/globals';
import { createLaterInvocations } from '../../../aws/lambda/invoke-later.ts';
import type { LambdaPool } from '../../../aws/lambda/pool.ts';
import type { Stack } from '../../../cloudformation/load-stack.ts';

const stackWith = (config: object): Stack =>
  ({
    resources: new Map(
      Object.entries({
        F: {
          type: 'AWS::Lambda::Function',
          ref: 'f',
          arn: 'arn:f',
          properties: { DeadLetterConfig: { TargetArn: 'dead' } },
        },
        Config: { type: 'AWS::Lambda::EventInvokeConfig', path: 'f/config', properties: config },
      }),
    ),
  }) as unknown as Stack;

const failing: LambdaPool['invoke'] = async () => {
  throw new Error('killed');
};

it('A function whose EventInvokeConfig says so is not called again', async () => {
  const called: string[] = [];
  const given = await new Promise<string>((resolve) => {
    const { invoke } = createLaterInvocations(
      stackWith({ FunctionName: 'f', MaximumRetryAttempts: 0, Qualifier: '$LATEST' }),
      async (name, payload) => {
        called.push(name);
        return failing(name, payload);
      },
      (queue, body) => resolve(`${queue} ${body}`),
    );
    invoke('arn:f', '{}');
  });
  expect([given, called]).toEqual(['dead {}', ['arn:f']]);
});

it('What else it says is refused at the start', () => {
  const stack = stackWith({ FunctionName: 'f', DestinationConfig: {} });
  expect(() => createLaterInvocations(stack, failing, () => undefined)).toThrow(
    'f/config: the local runtime supports asynchronous calls without DestinationConfig.',
  );
});
