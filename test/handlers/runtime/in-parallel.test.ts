import { describe, expect, it } from '@jest/globals';
import { inParallel } from '../../../handlers/runtime/in-parallel.ts';

const always = () => true;

describe('work on many items', () => {
  it('is done for each, so many at a time', async () => {
    const done: number[] = [];
    let running = 0;
    let most = 0;
    const left = await inParallel([1, 2, 3, 4, 5], { atOnce: 2, mayBegin: always }, async (item) => {
      running += 1;
      most = Math.max(most, running);
      await new Promise(setImmediate);
      running -= 1;
      done.push(item);
    });
    expect(left).toEqual({ errors: [], notBegun: 0 });
    expect(done.sort()).toEqual([1, 2, 3, 4, 5]);
    expect(most).toBe(2);
  });

  it('goes on after an item that fails', async () => {
    const done: number[] = [];
    const left = await inParallel([1, 2, 3], { atOnce: 1, mayBegin: always }, async (item) => {
      if (item === 1) {
        throw new Error('first');
      }
      done.push(item);
    });
    expect(left).toEqual({ errors: [new Error('first')], notBegun: 0 });
    expect(done).toEqual([2, 3]);
  });

  it('begins with nothing more when time is short', async () => {
    const done: number[] = [];
    const left = await inParallel(
      [1, 2, 3, 4],
      { atOnce: 2, mayBegin: () => done.length < 2 },
      async (item) => {
        done.push(item);
      },
    );
    expect(left).toEqual({ errors: [], notBegun: 2 });
  });
});
