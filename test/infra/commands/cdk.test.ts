/** How a command waits for the program that it runs. */
import { describe, expect, it } from '@jest/globals';
import { runNode } from '../../../infra/commands/cdk.ts';

describe('a program that a command runs', () => {
  it('is waited for after Ctrl-C, so that what comes afterwards is done', async () => {
    const before = process.listenerCount('SIGINT');
    const running = runNode(['-e', 'process.kill(process.pid, "SIGINT")'], 'cdk deploy');
    expect(process.listenerCount('SIGINT')).toBe(before + 1);
    await expect(running).rejects.toThrow('cdk deploy was interrupted (SIGINT). CloudFormation goes on');
    expect(process.listenerCount('SIGINT')).toBe(before);
  });

  it('fails without a stack trace, because it has said why', async () => {
    await expect(runNode(['-e', 'process.exit(3)'], 'cdk synth')).rejects.toMatchObject({
      name: 'RefusedError',
      message: 'cdk synth ended with exit code 3.',
    });
    await expect(runNode(['-e', ''], 'cdk synth')).resolves.toBeUndefined();
  });
});
