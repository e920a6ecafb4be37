import { describe, expect, it } from '@jest/globals';
import type { Line } from '../../../workflows/picture/drawing/picture.ts';
import { routeLines } from '../../../workflows/picture/drawing/route-lines.ts';
import { stepsAlong } from '../../../workflows/picture/drawing/steps-along.ts';
import { aCard, aLine, aPlan } from './a-plan.ts';

const stepsOf = ({ points }: Line): string[] => stepsAlong(points).map((step) => JSON.stringify(step));
const sharedSteps = (one: Line | undefined, other: Line | undefined): number => {
  const steps = new Set(one ? stepsOf(one) : []);
  return other ? stepsOf(other).filter((step) => steps.has(step)).length : 0;
};

describe('the lines between cards', () => {
  it('run straight from middle to middle where nothing is between', () => {
    const [line] = routeLines(aPlan([aCard('a', 16, 16), aCard('b', 240, 16)], [aLine('a', 'b')]));
    expect(line?.points).toEqual([
      { x: 112, y: 40 },
      { x: 240, y: 40 },
    ]);
  });

  it('run around a card that is between', () => {
    const cards = [aCard('a', 16, 80), aCard('between', 176, 80), aCard('b', 336, 80)];
    const [line] = routeLines(aPlan(cards, [aLine('a', 'b')]));
    const inside = line?.points.filter(({ x, y }) => x > 168 && x < 280 && y > 72 && y < 136);
    expect(inside).toEqual([]);
    expect(line?.points).toHaveLength(4);
  });

  it('leave and reach the sides that they are asked to', () => {
    const plan = aPlan(
      [aCard('a', 16, 16), aCard('b', 240, 160)],
      [aLine('a', 'b', { look: 'main', leaves: ['bottom'], reaches: ['left'] })],
    );
    expect(routeLines(plan)[0]?.points).toEqual([
      { x: 64, y: 64 },
      { x: 64, y: 184 },
      { x: 240, y: 184 },
    ]);
  });

  it('never run on each other', () => {
    const cards = [aCard('a', 16, 16), aCard('b', 16, 96), aCard('c', 240, 56)];
    const [one, other] = routeLines(aPlan(cards, [aLine('a', 'c'), aLine('b', 'c')]));
    expect(sharedSteps(one, other)).toBe(0);
  });

  it('join where they are of one bundle', () => {
    const cards = [aCard('a', 16, 16), aCard('b', 16, 96), aCard('c', 336, 56)];
    const bundled = { bundle: 'to c' };
    const [one, other] = routeLines(aPlan(cards, [aLine('a', 'c', bundled), aLine('b', 'c', bundled)]));
    expect(sharedSteps(one, other)).toBeGreaterThan(5);
  });

  it('do not cross when there is a way without', () => {
    const cards = [aCard('a', 16, 16), aCard('b', 16, 160), aCard('c', 240, 16), aCard('d', 240, 160)];
    const lines = routeLines(aPlan(cards, [aLine('a', 'c'), aLine('b', 'd')]));
    expect(lines.map(({ points }) => points.length)).toEqual([2, 2]);
  });

  it('are the same each time', () => {
    const plan = aPlan([aCard('a', 16, 16), aCard('b', 240, 200)], [aLine('a', 'b'), aLine('b', 'a')]);
    expect(routeLines(plan)).toEqual(routeLines(plan));
  });

  it('refuse a card that does not exist', () => {
    expect(() => routeLines(aPlan([aCard('a', 16, 16)], [aLine('a', 'b')]))).toThrow(
      'There is no b in the picture',
    );
  });

  it('refuse a card that is walled in', () => {
    const walls = [aCard('w', 208, 88), aCard('e', 416, 88), aCard('n', 312, 24), aCard('s', 312, 152)];
    const plan = aPlan([aCard('a', 16, 88), aCard('b', 312, 88), ...walls], [aLine('a', 'b')]);
    expect(() => routeLines(plan)).toThrow('No line reaches b from a');
  });
});
