/**
 * What SNS mails for an alarm: a text for people, as email subscriptions get it. Other subscriptions get JSON, and there
 * are none here.
 */
import type { AlarmState } from './alarm-state.ts';

export interface Transition {
  readonly name: string;
  readonly arn: string;
  readonly description: string;
  readonly from: AlarmState;
  readonly to: AlarmState;
  readonly reason: string;
  readonly atMs: number;
  readonly region: string;
  readonly accountId: string;
}

const MOST_SUBJECT_CHARACTERS = 100;

export function alarmMessage(transition: Transition): { readonly subject: string; readonly body: string } {
  const { name, arn, description, from, to, reason, atMs, region, accountId } = transition;
  return {
    subject: `${to}: "${name}" in ${region}`.slice(0, MOST_SUBJECT_CHARACTERS),
    body: [
      `Amazon CloudWatch alarm "${name}" in ${region} has entered the ${to} state: ${reason}`,
      '',
      `- Description: ${description}`,
      `- State change: ${from} -> ${to}`,
      `- Timestamp: ${new Date(atMs).toISOString()}`,
      `- AWS account: ${accountId}`,
      `- Alarm ARN: ${arn}`,
    ].join('\n'),
  };
}
