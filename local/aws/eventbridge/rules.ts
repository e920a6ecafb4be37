/** The rules of the stack's buses: what they match, and the queues that they send it to. */
import type { Resource, Stack } from '../../cloudformation/load-stack.ts';
import { toList, toObject, toText, toTextList } from '../../http/json-values.ts';
import type { Queue, Queues } from '../sqs/queues.ts';
import { readPattern } from './event-pattern.ts';

const BUS_TYPE = 'AWS::Events::EventBus';
const RULE_TYPE = 'AWS::Events::Rule';
const POLICY_TYPE = 'AWS::SQS::QueuePolicy';
const EVENTBRIDGE = 'events.amazonaws.com';
const DEFAULT_BUS = 'default';

interface Rule {
  readonly name: string;
  readonly bus: string;
  readonly matches: (event: unknown) => boolean;
  readonly queues: readonly Queue[];
}

/** Every account has the default bus. */
export const busesOf = (stack: Stack): ReadonlySet<string> =>
  new Set([
    DEFAULT_BUS,
    ...[...stack.resources.values()].filter(({ type }) => type === BUS_TYPE).map(({ ref }) => ref),
  ]);

/** @throws when a rule has what is not supported here, or a queue does not let EventBridge send to it */
export const rulesOf = (stack: Stack, queues: Queues): readonly Rule[] =>
  [...stack.resources.values()]
    .filter(({ type }) => type === RULE_TYPE)
    .map((resource) => readRule(resource, stack, queues));

function readRule(resource: Resource, stack: Stack, queues: Queues): Rule {
  const { path, properties, arn = '' } = resource;
  if (properties.EventPattern === undefined || properties.ScheduleExpression !== undefined) {
    throw new Error(`${path}: the local runtime supports rules with an event pattern and without schedule.`);
  }
  return {
    name: arn.split('/').at(-1) ?? '',
    bus: toText(properties.EventBusName) || DEFAULT_BUS,
    matches: properties.State === 'DISABLED' ? () => false : readPattern(properties.EventPattern, path),
    queues: toList(properties.Targets).map((target) =>
      readTarget(toObject(target), arn, { path, stack, queues }),
    ),
  };
}

function readTarget(
  target: Record<string, unknown>,
  ruleArn: string,
  { path, stack, queues }: { readonly path: string; readonly stack: Stack; readonly queues: Queues },
): Queue {
  const queue = queues.byArn(toText(target.Arn));
  const other = Object.keys(target).filter(
    (name) => !['Arn', 'Id', 'DeadLetterConfig', 'RetryPolicy'].includes(name),
  );
  if (!queue || other.length > 0) {
    throw new Error(
      `${path}: the local runtime sends events to queues of the stack only, as they are, without ${other[0] ?? 'other targets'}.`,
    );
  }
  if (!maySend(ruleArn, queue, stack)) {
    throw new Error(
      `${path}: the policy of ${queue.name} does not let EventBridge send messages for this rule.`,
    );
  }
  return queue;
}

/** On AWS the event would be lost, and a metric would say so. */
const maySend = (ruleArn: string, { arn, url }: Queue, stack: Stack): boolean =>
  [...stack.resources.values()]
    .filter(({ type, properties }) => type === POLICY_TYPE && toTextList(properties.Queues).includes(url))
    .flatMap(({ properties }) => toList(toObject(properties.PolicyDocument).Statement).map(toObject))
    .some(
      ({ Effect, Principal, Action, Resource: on, Condition }) =>
        Effect === 'Allow' &&
        toObject(Principal).Service === EVENTBRIDGE &&
        [Action].flat().includes('sqs:SendMessage') &&
        on === arn &&
        [toObject(toObject(Condition).ArnEquals)['aws:SourceArn']].flat().includes(ruleArn),
    );
