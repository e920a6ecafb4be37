/**
 * Refuses environments at synth that Lambda would otherwise refuse in the middle of a deployment.
 *
 * Lambda allows 4 KB (https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html). It measures
 * the variables as one JSON text, so a quote inside a value counts twice. Its error message shows that text:
 * https://github.com/aws-samples/aws-genai-llm-chatbot/issues/583
 */
import { CfnResource, Stack } from 'aws-cdk-lib';
import type { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import type { IConstruct } from 'constructs';
import { ConfigError } from '../config/schema.ts';
import { CourierFunction } from './courier-function.ts';

const MAX_BYTES = 4096;

/** Replaces a name or ARN that is unknown until deployment: table names have up to 255 characters. */
const UNKNOWN = 'x'.repeat(256);

/**
 * What `Ref` gives of a type, where it is shorter. A queue's URL has the region's host, the account, and a name of at
 * most 80 characters: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-queues.html
 */
const UNKNOWN_REFS: Readonly<Record<string, string>> = {
  'AWS::SQS::Queue': 'x'.repeat(160),
  // About 80 characters, and a name that CloudFormation makes of the logical id.
  'AWS::SecretsManager::Secret': 'x'.repeat(192),
};

/** How many of the longest variables the error names. */
const NAMED = 3;

/** @throws ConfigError naming every function whose environment is too large, and its longest variables */
export function refuseLargeEnvironments(scope: IConstruct): void {
  const constructs = scope.node.findAll();
  const refs = new Map(
    constructs.flatMap((each) => {
      const ref = CfnResource.isCfnResource(each) ? UNKNOWN_REFS[each.cfnResourceType] : undefined;
      return ref === undefined ? [] : [[Stack.of(each).getLogicalId(each as CfnResource), ref] as const];
    }),
  );
  const errors = constructs
    .filter((each) => each instanceof CourierFunction)
    .flatMap((fn) => {
      const variables = variablesOf(fn, refs);
      const bytes = bytesOf(variables);
      return bytes > MAX_BYTES
        ? [`  ${fn.node.id}: ${bytes} bytes, most of them in ${longest(variables)}`]
        : [];
    });
  if (errors.length === 0) {
    return;
  }
  throw new ConfigError(
    `Lambda allows ${MAX_BYTES} bytes of environment, names and values as JSON. These functions have more:\n${errors.join('\n')}`,
  );
}

type Refs = ReadonlyMap<string, string>;

function variablesOf(fn: CourierFunction, refs: Refs): Record<string, string> {
  const { environment } = fn.node.defaultChild as CfnFunction;
  const { variables = {} } = Stack.of(fn).resolve(environment) as { variables?: Record<string, unknown> };
  return Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, textOf(value, refs)]));
}

/** The value, with placeholders for the parts that are unknown at synth. */
function textOf(value: unknown, refs: Refs): string {
  if (typeof value !== 'object' || value === null) {
    return String(value);
  }
  if ('Fn::Join' in value) {
    const [separator, parts] = value['Fn::Join'] as [string, unknown[]];
    return parts.map((part) => textOf(part, refs)).join(separator);
  }
  return ('Ref' in value ? refs.get(String(value.Ref)) : undefined) ?? UNKNOWN;
}

const bytesOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));

const longest = (variables: Record<string, string>): string =>
  Object.entries(variables)
    .map(([name, value]) => ({ name, bytes: bytesOf(value) }))
    .sort((one, other) => other.bytes - one.bytes)
    .slice(0, NAMED)
    .map(({ name, bytes }) => `${name} (${bytes})`)
    .join(', ');
