import { describe, expect, it } from '@jest/globals';
import {
  executionsOf,
  latestExecution,
  withResend,
} from '../../../../handlers/domain/token/token-executions.ts';
import { aToken, NOW_MS } from '../../fixtures.ts';

const MACHINE = 'arn:aws:states:eu-west-1:000000000000:express:courier';
const token = aToken({ execution_arn: `${MACHINE}:first:1` });
const later = (seconds: number) => new Date(NOW_MS + seconds * 1000).toISOString();

describe('the executions of a token', () => {
  it('are only the one that issued it when it was sent once', () => {
    expect(executionsOf(token)).toEqual([{ executionArn: `${MACHINE}:first:1`, atMs: NOW_MS }]);
  });

  it('include those that resent it, newest first', () => {
    const resent_by = withResend(token, `${MACHINE}:second:2`, later(30));
    const again = withResend({ ...token, resent_by }, `${MACHINE}:third:3`, later(90));
    expect(executionsOf({ ...token, resent_by: again })).toEqual([
      { executionArn: `${MACHINE}:third:3`, atMs: NOW_MS + 90_000 },
      { executionArn: `${MACHINE}:second:2`, atMs: NOW_MS + 30_000 },
      { executionArn: `${MACHINE}:first:1`, atMs: NOW_MS },
    ]);
  });

  it('have a latest one, which is the first until the token is resent', () => {
    expect(latestExecution(token)).toBe(`${MACHINE}:first:1`);
    const resent_by = withResend(token, `${MACHINE}:second:2`, later(30));
    expect(latestExecution({ ...token, resent_by })).toBe(`${MACHINE}:second:2`);
  });

  it('are stored without the part that all of them share', () => {
    expect(withResend(token, `${MACHINE}:second:2`, later(30))).toBe('1795341630 second:2');
  });

  it('may be of another state machine, as after a deployment that replaced it', () => {
    const arn = 'arn:aws:states:eu-west-1:000000000000:express:other:second:2';
    const resent_by = withResend(token, arn, later(30));
    expect(executionsOf({ ...token, resent_by })[0]).toEqual({ executionArn: arn, atMs: NOW_MS + 30_000 });
  });

  it('are the first and the latest eight, however often it was sent', () => {
    let resent_by = '';
    for (let send = 2; send <= 12; send += 1) {
      resent_by = withResend({ ...token, resent_by }, `${MACHINE}:n${send}:u`, later(send));
    }
    const names = executionsOf({ ...token, resent_by }).map(({ executionArn }) => executionArn.split(':')[7]);
    expect(names).toEqual(['n12', 'n11', 'n10', 'n9', 'n8', 'n7', 'n6', 'n5', 'first']);
  });
});
