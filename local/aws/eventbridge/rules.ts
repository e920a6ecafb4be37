/** The rules of the stack's buses: what they match, and the queues and functions that they send it to. */
import type { Resource, Stack } from '../../cloudformation/load-stack.ts';
import { toList, toObject, toText, toTextList } from '../../http/json-values.ts';
import type { Queue, Queues } from '../sqs/queues.ts';
import { readPattern } from './event-pattern.ts';

const BUS_TYPE = 'AWS::Events::EventBus';
const RULE_TYPE = 'AWS::Events::Rule';
const PERMISSION_TYPE = 'AWS::Lambda::Permission';
const FUNCTION_TYPE = 'AWS::Lambda::Function';
const POLICY_TYPE = 'AWS::SQS::QueuePolicy';
const EVENTBRIDGE = 'events.amazonaws.com';
export const DEFAULT_BUS = 'default';

/** What rules send events to. */
export interface Receivers {
  readonly queues: Queues;
  /** An asynchronous call of a function. */
  readonly invokeLater: (functionArn: string, payload: string) => void;
}

type Send = (event: string) => void;

interface Rule {
  readonly name: string;
  readonly bus: string;
  readonly matches: (event: unknown) => boolean;
  readonly targets: readonly Send[];
}

/** Every account has the default bus. */
export const busesOf = (stack: Stack): ReadonlySet<string> =>
  new Set([
    DEFAULT_BUS,
    ...[...stack.resources.values()].filter(({ type }) => type === BUS_TYPE).map(({ ref }) => ref),
  ]);

/** @throws when a rule has what is not supported here, or a target does not let EventBridge send to it */
export const rulesOf = (stack: Stack, receivers: Receivers): readonly Rule[] =>
  [...stack.resources.values()]
    .filter(({ type }) => type === RULE_TYPE)
    .map((resource) => readRule(resource, stack, receivers));

function readRule(resource: Resource, stack: Stack, receivers: Receivers): Rule {
  const { path, properties, arn = '' } = resource;
  if (properties.EventPattern === undefined || properties.ScheduleExpression !== undefined) {
    throw new Error(`${path}: the local runtime supports rules with an event pattern and without schedule.`);
  }
  return {
    name: arn.split('/').at(-1) ?? '',
    bus: toText(properties.EventBusName) || DEFAULT_BUS,
    matches: properties.State === 'DISABLED' ? () => false : readPattern(properties.EventPattern, path),
    targets: toList(properties.Targets).map((target) =>
      readTarget(toObject(target), arn, { path, stack, receivers }),
    ),
  };
}

function readTarget(
  target: Record<string, unknown>,
  ruleArn: string,
  { path, stack, receivers }: { readonly path: string; readonly stack: Stack; readonly receivers: Receivers },
): Send {
  const targetArn = toText(target.Arn);
  const queue = receivers.queues.byArn(targetArn);
  const other = Object.keys(target).filter(
    (name) => !['Arn', 'Id', 'DeadLetterConfig', 'RetryPolicy'].includes(name),
  );
  const isFunction = [...stack.resources.values()].some(
    ({ type, arn }) => type === FUNCTION_TYPE && arn === targetArn,
  );
  if ((!queue && !isFunction) || other.length > 0) {
    throw new Error(
      `${path}: the local runtime sends events to queues and functions of the stack only, as they are, without ${other[0] ?? 'other targets'}.`,
    );
  }
  if (!(queue ? maySend(ruleArn, queue, stack) : mayInvoke(ruleArn, targetArn, stack))) {
    throw new Error(
      `${path}: the policy of ${queue?.name ?? targetArn} does not let EventBridge send to it for this rule.`,
    );
  }
  return queue ? (event) => void queue.send(event) : (event) => receivers.invokeLater(targetArn, event);
}

const mayInvoke = (ruleArn: string, functionArn: string, stack: Stack): boolean =>
  [...stack.resources.values()].some(
    ({ type, properties }) =>
      type === PERMISSION_TYPE &&
      properties.Action === 'lambda:InvokeFunction' &&
      properties.Principal === EVENTBRIDGE &&
      properties.FunctionName === functionArn &&
      properties.SourceArn === ruleArn,
  );

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
