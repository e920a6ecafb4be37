import { describe, expect, it } from '@jest/globals';
import { reachNobody } from '../../../infra/config/alarms.ts';
import { parseConfig } from '../../../infra/config/schema.ts';

const BASE = { region: 'eu-central-1', brandName: 'Example' };
const TOPIC = 'arn:aws:sns:eu-central-1:000000000000:pager';
const parse = (settings: object) => parseConfig({ ...BASE, ...settings });

describe('the settings of alarms', () => {
  it.each([
    [{}, true],
    [{ alarmEmail: 'operators@example.com' }, false],
    [{ alarmTopicArn: TOPIC }, false],
    [{ alarms: 'quiet' }, false],
    [{ alarms: 'off' }, false],
  ])('%j let alarms reach nobody without saying so: %s', (settings, expected) => {
    expect(reachNobody(parse(settings))).toBe(expected);
  });

  it.each([
    [{ alarmEmail: 'operators' }, 'alarmEmail: must be an email address'],
    [{ alarms: 'yes' }, 'alarms: must be on, quiet or off'],
    [{ alarms: 'quiet', alarmTopicArn: TOPIC }, 'alarmTopicArn: needs alarms to be on, and they are quiet'],
    [{ alarms: 'off', alarmEmail: 'a@example.com' }, 'alarmEmail: needs alarms to be on, and they are off'],
    [{ alarmTopicArn: `${TOPIC}.fifo` }, 'alarmTopicArn: must be the ARN of a standard SNS topic'],
    [
      { alarmTopicArn: 'arn:aws:sns:us-east-1:000000000000:pager' },
      'alarmTopicArn: must be in eu-central-1: an alarm publishes in its own region',
    ],
    [{ runbookUrl: 'https://example.com/runbook#top' }, 'runbookUrl: must be an https URL without #'],
  ])('%j are refused', (settings, message) => {
    expect(() => parse(settings)).toThrow(message);
  });
});
