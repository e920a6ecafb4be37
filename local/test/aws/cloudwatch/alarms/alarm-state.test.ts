import { describe, expect, it } from '@jest/globals';
import type { AlarmState, MissingData } from '../../../../aws/cloudwatch/alarms/alarm-state.ts';
import { stateOf } from '../../../../aws/cloudwatch/alarms/alarm-state.ts';

const TREATMENTS: readonly MissingData[] = ['missing', 'ignore', 'breaching', 'notBreaching'];
const KEPT = 'retain';

/** `0` is within the threshold, `X` breaches it, `-` is missing; the oldest comes first, as in AWS's tables. */
const pointsIn = (text: string) =>
  text.split(' ').map((point) => (point === '-' ? undefined : point === 'X'));

/** The states for each treatment, with both states that an alarm may be in before. */
const judged = (points: string, datapointsToAlarm: number) =>
  TREATMENTS.map((treatMissingData) => {
    const [fromOk, fromAlarm] = (['OK', 'ALARM'] as const).map((current: AlarmState) =>
      stateOf(pointsIn(points), { evaluationPeriods: 3, datapointsToAlarm, treatMissingData }, current),
    );
    return fromOk === fromAlarm ? fromOk : KEPT;
  });

/**
 * The tables of AWS: five data points are read, three are evaluated. The last rows are of the page's text on premature
 * transitions, and of its edition before that text.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html#alarms-and-missing-data
 */
describe('an alarm of three of three data points', () => {
  it.each([
    ['0 - X - X', 'OK', 'OK', 'OK', 'OK'],
    ['0 - - - -', 'OK', 'OK', 'OK', 'OK'],
    ['- - - - -', 'INSUFFICIENT_DATA', KEPT, 'ALARM', 'OK'],
    ['0 X X - X', 'ALARM', 'ALARM', 'ALARM', 'ALARM'],
    ['- - X - -', 'ALARM', KEPT, 'ALARM', 'OK'],
    ['X - - - -', 'ALARM', KEPT, 'ALARM', 'OK'],
    ['- - - - X', 'INSUFFICIENT_DATA', KEPT, 'ALARM', 'OK'],
    ['- - - X -', 'INSUFFICIENT_DATA', KEPT, 'ALARM', 'OK'],
  ])('has after %s the states of the table', (points, ...states) => {
    expect(judged(points, 3)).toEqual(states);
  });
});

describe('an alarm of two of three data points', () => {
  it.each([
    ['0 - X - X', 'ALARM', 'ALARM', 'ALARM', 'ALARM'],
    ['0 0 X 0 X', 'ALARM', 'ALARM', 'ALARM', 'ALARM'],
    ['0 - X - -', 'OK', 'OK', 'ALARM', 'OK'],
    ['- - - - 0', 'OK', 'OK', 'ALARM', 'OK'],
    ['- - - X -', 'ALARM', KEPT, 'ALARM', 'OK'],
    ['- - - - X', 'INSUFFICIENT_DATA', KEPT, 'ALARM', 'OK'],
  ])('has after %s the states of the table', (points, ...states) => {
    expect(judged(points, 2)).toEqual(states);
  });
});
