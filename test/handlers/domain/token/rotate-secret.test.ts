import { describe, expect, it } from '@jest/globals';
import { systemRandomness } from '../../../../handlers/adapters/system-randomness.ts';
import type { RotatingSecret, RotationStep } from '../../../../handlers/domain/token/rotate-secret.ts';
import { ROTATION_STEPS, rotateSecret } from '../../../../handlers/domain/token/rotate-secret.ts';

/** A secret whose version v2 is about to become current. */
function aSecret() {
  const values = new Map([['v1', 'the first']]);
  const labels = { current: 'v1', previous: '' };
  const secret: RotatingSecret = {
    currentVersion: async () => labels.current,
    pendingValue: async (version) => values.get(version),
    putPending: async (version, value) => void values.set(version, value),
    moveCurrent: async (from, to) => void Object.assign(labels, { current: to, previous: from }),
  };
  const run = (step: RotationStep) => rotateSecret(step, 'v2', secret, systemRandomness);
  return { values, labels, run };
}

describe('a rotation', () => {
  it('makes a new value current and keeps the previous one', async () => {
    const { values, labels, run } = aSecret();
    for (const step of ROTATION_STEPS) {
      await run(step);
    }
    expect(labels).toEqual({ current: 'v2', previous: 'v1' });
    expect(values.get('v2')).toMatch(/^[\w-]{64}$/);
    expect(values.get('v1')).toBe('the first');
  });

  it('changes nothing when a step is repeated', async () => {
    const { values, labels, run } = aSecret();
    await run('createSecret');
    const first = values.get('v2');
    for (const step of ROTATION_STEPS) {
      await run(step);
    }
    for (const step of ROTATION_STEPS) {
      await run(step);
    }
    expect(values.get('v2')).toBe(first);
    expect(labels).toEqual({ current: 'v2', previous: 'v1' });
  });

  it.each([
    ['missing', undefined],
    ['short', 'too short'],
  ])('stops at a value that is %s', async (_, value) => {
    const { values, run } = aSecret();
    if (value !== undefined) {
      values.set('v2', value);
    }
    await expect(run('testSecret')).rejects.toMatchObject({ name: 'UnfitSecret' });
  });
});
