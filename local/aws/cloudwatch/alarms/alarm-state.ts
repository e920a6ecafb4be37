/**
 * The state of an alarm from its data points, with M of N periods and missing data.
 *
 * CloudWatch reads more data points than the alarm has evaluation periods, and takes the most recent ones that exist.
 * Only what is then still missing is treated as the alarm says.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html#alarms-and-missing-data
 */

export type AlarmState = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';
export type MissingData = 'breaching' | 'ignore' | 'missing' | 'notBreaching';

export interface Judgement {
  readonly evaluationPeriods: number;
  readonly datapointsToAlarm: number;
  readonly treatMissingData: MissingData;
}

/** AWS does not say how many more it reads. Its examples read five for three evaluation periods. */
const EXTRA_PERIODS = 2;

/** How many data points are read. */
export const evaluationRange = ({ evaluationPeriods }: Pick<Judgement, 'evaluationPeriods'>): number =>
  evaluationPeriods + EXTRA_PERIODS;

/** `points` are oldest first: whether each breaches the threshold, or undefined where there is none. */
export function stateOf(
  points: readonly (boolean | undefined)[],
  judgement: Judgement,
  current: AlarmState,
): AlarmState {
  const { evaluationPeriods, datapointsToAlarm, treatMissingData } = judgement;
  const real = points.filter((point) => point !== undefined).slice(-evaluationPeriods);
  const missing = evaluationPeriods - real.length;
  const breaching = real.filter(Boolean).length;
  const filled = treatMissingData === 'breaching' ? missing : 0;
  if (breaching + filled >= datapointsToAlarm) {
    return 'ALARM';
  }
  const isFilled = missing === 0 || treatMissingData === 'breaching' || treatMissingData === 'notBreaching';
  if (isFilled || real.length > breaching) {
    return 'OK';
  }
  if (treatMissingData === 'ignore') {
    return current;
  }
  return isOldEnough(points, datapointsToAlarm) ? 'ALARM' : 'INSUFFICIENT_DATA';
}

/**
 * Whether the oldest breaching point is at least as old as the data points that an alarm takes. Everything after it
 * breaches or is missing. A younger one waits: the next point may be within the threshold.
 */
const isOldEnough = (points: readonly (boolean | undefined)[], datapointsToAlarm: number): boolean => {
  const at = points.indexOf(true);
  return at >= 0 && points.length - at >= datapointsToAlarm;
};
