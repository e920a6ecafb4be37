import { describe, expect, it } from '@jest/globals';
import { createTurnstile } from '../../../aws/step-functions/turnstile.ts';

describe('a turnstile', () => {
  it('limits how many run at once, keeps the order of the others, and loses no place to a failure', async () => {
    const inTurn = createTurnstile(2);
    let inside = 0;
    let most = 0;
    const order: number[] = [];
    const visit = (visitor: number) =>
      inTurn(async () => {
        inside += 1;
        most = Math.max(most, inside);
        order.push(visitor);
        await Promise.resolve();
        inside -= 1;
        if (visitor === 1) {
          throw new Error('fell');
        }
        return visitor;
      });
    const results = await Promise.allSettled([0, 1, 2, 3, 4, 5].map(visit));
    expect(results.map(({ status }) => status)).toEqual([
      'fulfilled',
      'rejected',
      'fulfilled',
      'fulfilled',
      'fulfilled',
      'fulfilled',
    ]);
    expect(most).toBe(2);
    expect(order).toEqual([0, 1, 2, 3, 4, 5]);
  });
});
