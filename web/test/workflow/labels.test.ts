import { describe, expect, it } from '@jest/globals';
import { consoleUrl } from '../../src/views/workflow/console-url.ts';
import { wrapName } from '../../src/views/workflow/wrap-name.ts';

describe('the name of a state in the picture', () => {
  it.each([
    ['Admit request', ['Admit request']],
    ['Answer: the first answer again', ['Answer: the first', 'answer again']],
    ['Answer: token sent, not recorded', ['Answer: token', 'sent, not recorded']],
    ['Abcdefghijklmnopqrstuvwxyz', ['Abcdefghijklmnopqrstu', 'vwxyz']],
    [`${'a'.repeat(30)} ${'b'.repeat(5)}`, [`${'a'.repeat(20)}…`, 'bbbbb']],
  ])('%s takes two lines at most', (name, lines) => {
    expect(wrapName(name, 152)).toEqual(lines);
  });

  it('breaks sooner if the state is narrower', () => {
    expect(wrapName('Secret unavailable', 128)).toEqual(['Secret unavailable']);
    expect(wrapName('Secret unavailable', 104)).toEqual(['Secret', 'unavailable']);
  });
});

describe('the link to the AWS console', () => {
  const started_at = '2026-11-22T10:00:00.000Z';

  it('names the execution and when it started', () => {
    const execution_arn = 'arn:aws:states:eu-central-1:1:express:m:n:u';
    expect(consoleUrl({ execution_arn, started_at }, 'eu-central-1')).toBe(
      'https://eu-central-1.console.aws.amazon.com/states/home?region=eu-central-1#/express-executions/details/arn:aws:states:eu-central-1:1:express:m:n:u?startDate=1795341600000',
    );
  });

  it('has another host in China', () => {
    const execution_arn = 'arn:aws-cn:states:cn-north-1:1:express:m:n:u';
    expect(consoleUrl({ execution_arn, started_at }, 'cn-north-1')).toMatch(
      /^https:\/\/cn-north-1\.console\.amazonaws\.cn\//,
    );
  });
});
