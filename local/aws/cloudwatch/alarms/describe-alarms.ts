/**
 * DescribeAlarms over the stack's alarms.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html
 *
 * As on AWS, composite alarms are returned only if they are asked for. AWS also returns them only to who may describe
 * every alarm; no permission is checked here.
 */
import { toText, toTextList } from '../../../http/json-values.ts';
import { AwsError } from '../../wire/aws-error.ts';
import type { JsonOperations } from '../../wire/wire.ts';
import type { AlarmState } from './alarm-state.ts';

/** Of names in a request, and of alarms in an answer. */
const MOST = 100;
const DEFAULT_RECORDS = 50;
const TYPES = ['CompositeAlarm', 'MetricAlarm', 'LogAlarm'];
const STATES = ['OK', 'ALARM', 'INSUFFICIENT_DATA'];
/** They list what composite alarms consist of, or are part of. */
const UNSUPPORTED = ['ChildrenOfAlarmName', 'ParentsOfAlarmName', 'ActionPrefix'];

/** An alarm with what the template says of it. */
export interface DescribedAlarm {
  readonly kind: 'metric' | 'composite';
  readonly name: string;
  readonly arn: string;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly state: AlarmState;
  readonly sinceMs: number;
  readonly reason: string;
}

type Input = Readonly<Record<string, unknown>>;

export const createDescribeAlarms = (alarms: () => readonly DescribedAlarm[]): JsonOperations => ({
  DescribeAlarms(input) {
    check(input);
    const { AlarmNamePrefix, StateValue, MaxRecords = DEFAULT_RECORDS, NextToken } = input;
    const names = input.AlarmNames === undefined ? undefined : toTextList(input.AlarmNames);
    const types = input.AlarmTypes === undefined ? ['MetricAlarm'] : toTextList(input.AlarmTypes);
    const found = alarms()
      .filter(({ kind }) => types.includes(kind === 'metric' ? 'MetricAlarm' : 'CompositeAlarm'))
      .filter(({ name }) => (names === undefined || names.length === 0 ? true : names.includes(name)))
      .filter(({ name }) => name.startsWith(toText(AlarmNamePrefix)))
      .filter(({ state }) => StateValue === undefined || state === StateValue)
      .sort((one, other) => (one.name < other.name ? -1 : 1));
    const from = NextToken === undefined ? 0 : offsetOf(NextToken, found.length);
    const to = from + Number(MaxRecords);
    const page = found.slice(from, to);
    return {
      MetricAlarms: page.filter(({ kind }) => kind === 'metric').map(described),
      CompositeAlarms: page.filter(({ kind }) => kind === 'composite').map(described),
      ...(to < found.length ? { NextToken: String(to) } : {}),
    };
  },
});

/** @throws {AwsError} as AWS refuses it, or what is not supported here */
function check(input: Input): void {
  const { AlarmNames, AlarmNamePrefix, AlarmTypes = [], StateValue, MaxRecords } = input;
  const unsupported = UNSUPPORTED.find((name) => input[name] !== undefined);
  if (unsupported !== undefined) {
    throw invalid(`The local runtime supports no ${unsupported}.`);
  }
  if (AlarmNames !== undefined && AlarmNamePrefix !== undefined) {
    throw invalid('AlarmNames and AlarmNamePrefix must not be given together.');
  }
  if (toTextList(AlarmNames ?? []).length > MOST) {
    throw invalid(`AlarmNames must have at most ${MOST} items.`);
  }
  if (!toTextList(AlarmTypes).every((type) => TYPES.includes(type))) {
    throw invalid(`AlarmTypes must be of ${TYPES.join(', ')}.`);
  }
  if (StateValue !== undefined && !STATES.includes(toText(StateValue))) {
    throw invalid(`StateValue must be one of ${STATES.join(', ')}.`);
  }
  if (MaxRecords !== undefined && !(Number(MaxRecords) >= 1 && Number(MaxRecords) <= MOST)) {
    throw invalid(`MaxRecords must be from 1 to ${MOST}.`);
  }
}

function offsetOf(token: unknown, count: number): number {
  const offset = Number(token);
  if (!Number.isInteger(offset) || offset < 1 || offset >= count) {
    throw new AwsError('InvalidNextToken', 'The next token specified is invalid.');
  }
  return offset;
}

/** What the template says is returned as it is there. */
function described({ name, arn, properties, state, sinceMs, reason }: DescribedAlarm): object {
  const { Tags: _, ...configured } = properties;
  return {
    ...configured,
    ...{ AlarmName: name, AlarmArn: arn, StateValue: state, StateReason: reason },
    StateUpdatedTimestamp: sinceMs / 1000,
    StateTransitionedTimestamp: sinceMs / 1000,
  };
}

const invalid = (message: string): AwsError => new AwsError('ValidationException', message);
