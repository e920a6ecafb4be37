/**
 * Amazon EventBridge Scheduler: the schedules of the stack, which call its functions.
 *
 * As on AWS, a schedule without a start date runs at once, and then at its rate. Its role has to trust the service and to
 * allow the call. AWS refuses to create one whose role it cannot assume, and loses the calls of one whose role does not
 * allow them; here the start is refused for both.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/setting-up.html
 */
import type { Resource, Stack } from '../../cloudformation/load-stack.ts';
import { toList, toObject, toText } from '../../http/json-values.ts';
import { readRate } from './rate.ts';

const SCHEDULE_TYPE = 'AWS::Scheduler::Schedule';
const FUNCTION_TYPE = 'AWS::Lambda::Function';
const ROLE_TYPE = 'AWS::IAM::Role';
const POLICY_TYPE = 'AWS::IAM::Policy';
const SCHEDULER = 'scheduler.amazonaws.com';
const INVOKE = 'lambda:InvokeFunction';

const PROPERTIES = [
  'Description',
  'FlexibleTimeWindow',
  'Name',
  'ScheduleExpression',
  'ScheduleExpressionTimezone',
  'State',
  'Target',
];
/** Calls here do not fail before they reach the function, so there is nothing to retry. */
const TARGET_PROPERTIES = ['Arn', 'Input', 'RetryPolicy', 'RoleArn'];

interface Schedule {
  readonly name: string;
  readonly expression: string;
  readonly everyMs: number;
  readonly isEnabled: boolean;
  /** The function's short name. */
  readonly calls: string;
  readonly run: () => void;
}

export interface ListedSchedule extends Pick<Schedule, 'name' | 'expression' | 'calls'> {
  readonly state: 'ENABLED' | 'DISABLED';
}

export interface Schedules {
  list(): readonly ListedSchedule[];
  /** Starts the clock: schedules that are enabled run for the first time. */
  start(): void;
  /** Calls a schedule's function now, whatever its clock; false when there is no such schedule. */
  run(name: string): boolean;
  stop(): void;
}

/** @throws when a schedule has what is not supported here, or AWS would not run it */
export function createSchedules(
  stack: Stack,
  invokeLater: (functionArn: string, payload: string) => void,
): Schedules {
  const schedules = [...stack.resources.values()]
    .filter(({ type }) => type === SCHEDULE_TYPE)
    .map((resource) => readSchedule(resource, stack, invokeLater));
  const timers: NodeJS.Timeout[] = [];
  return {
    list: () =>
      schedules.map(({ name, expression, calls, isEnabled }) => ({
        name,
        expression,
        calls,
        state: isEnabled ? 'ENABLED' : 'DISABLED',
      })),
    start() {
      for (const { run, everyMs } of schedules.filter(({ isEnabled }) => isEnabled)) {
        run();
        timers.push(setInterval(run, everyMs).unref());
      }
    },
    run(name) {
      const schedule = schedules.find((each) => each.name === name);
      schedule?.run();
      return schedule !== undefined;
    },
    stop() {
      for (const timer of timers.splice(0)) {
        clearInterval(timer);
      }
    },
  };
}

function readSchedule(
  { path, ref, properties }: Resource,
  stack: Stack,
  invokeLater: (functionArn: string, payload: string) => void,
): Schedule {
  const target = toObject(properties.Target);
  const other = [
    ...Object.keys(properties).filter((name) => !PROPERTIES.includes(name)),
    ...Object.keys(target).filter((name) => !TARGET_PROPERTIES.includes(name)),
  ];
  if (other.length > 0) {
    throw new Error(`${path}: the local runtime supports schedules without ${other[0]}.`);
  }
  if (toObject(properties.FlexibleTimeWindow).Mode !== 'OFF') {
    throw new Error(`${path}: the local runtime supports schedules with FlexibleTimeWindow OFF.`);
  }
  const arn = toText(target.Arn);
  const called = [...stack.resources.values()].find(
    (each) => each.type === FUNCTION_TYPE && each.arn === arn,
  );
  if (called === undefined) {
    throw new Error(`${path}: the local runtime's schedules call functions of the stack only.`);
  }
  const input = toText(target.Input);
  if (!isJson(input)) {
    throw new Error(`${path}: the Input of a schedule's target must be JSON.`);
  }
  refuseRole(toText(target.RoleArn), arn, path, stack);
  const expression = toText(properties.ScheduleExpression);
  return {
    name: ref,
    expression,
    everyMs: readRate(expression, path),
    isEnabled: properties.State !== 'DISABLED',
    calls: called.shortName,
    run: () => invokeLater(arn, input),
  };
}

/** @throws unless the role is one of the stack that Scheduler may assume, and that may call the function */
function refuseRole(roleArn: string, functionArn: string, path: string, { resources }: Stack): void {
  const all = [...resources.values()];
  const role = all.find(({ type, arn }) => type === ROLE_TYPE && arn === roleArn);
  const trusts = statementsOf(role?.properties.AssumeRolePolicyDocument).some(
    ({ Effect, Principal, Action }) =>
      Effect === 'Allow' &&
      toObject(Principal).Service === SCHEDULER &&
      [Action].flat().includes('sts:AssumeRole'),
  );
  if (role === undefined || !trusts) {
    throw new Error(
      `${path}: The execution role you provide must allow AWS EventBridge Scheduler to assume the role.`,
    );
  }
  const documents = [
    ...toList(role.properties.Policies).map((policy) => toObject(policy).PolicyDocument),
    ...all
      .filter(({ type, properties }) => type === POLICY_TYPE && toList(properties.Roles).includes(role.ref))
      .map(({ properties }) => properties.PolicyDocument),
  ];
  const mayCall = documents
    .flatMap(statementsOf)
    .some(
      ({ Effect, Action, Resource: on }) =>
        Effect === 'Allow' && [Action].flat().includes(INVOKE) && [on].flat().includes(functionArn),
    );
  if (!mayCall) {
    throw new Error(`${path}: the role does not allow ${INVOKE} on the function that the schedule calls.`);
  }
}

const statementsOf = (document: unknown): Record<string, unknown>[] =>
  toList(toObject(document).Statement).map(toObject);

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
