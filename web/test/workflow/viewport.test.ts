import { describe, expect, it } from '@jest/globals';
import { indexInDirection } from '../../src/views/workflow/next-in-direction.ts';
import {
  centredOn,
  moved,
  showing,
  viewBoxOf,
  WHOLE,
  zoomed,
  zoomedAt,
} from '../../src/views/workflow/viewport.ts';

const SIZE = { width: 800, height: 400 };

describe('what the box shows of the picture', () => {
  it('is all of it at first', () => {
    expect(viewBoxOf(WHOLE, SIZE)).toBe('0 0 800 400');
  });

  it('is half as wide and high at twice the zoom, around the middle', () => {
    expect(viewBoxOf(zoomed(WHOLE, 2, SIZE), SIZE)).toBe('200 100 400 200');
  });

  it('keeps what the pointer is on under the pointer', () => {
    expect(zoomedAt(WHOLE, 2, { x: 600, y: 100 }, SIZE)).toEqual({ x: 300, y: 50, zoom: 2 });
  });

  it('never leaves the picture', () => {
    const view = zoomed(WHOLE, 2, SIZE);
    expect(moved(view, { x: 900, y: -900 }, SIZE)).toEqual({ x: 400, y: 0, zoom: 2 });
    expect(centredOn({ x: 0, y: 400 }, 4, SIZE)).toEqual({ x: 0, y: 300, zoom: 4 });
  });

  it('is never smaller than a fifth, nor more than all', () => {
    expect(zoomed(WHOLE, 100, SIZE).zoom).toBe(5);
    expect(zoomed(zoomed(WHOLE, 2, SIZE), 0.01, SIZE)).toEqual(WHOLE);
  });

  it('moves to a state only if part of that is outside', () => {
    const view = zoomed(WHOLE, 2, SIZE);
    expect(showing(view, { x: 210, y: 110, width: 100, height: 50 }, SIZE)).toBe(view);
    expect(showing(view, { x: 150, y: 110, width: 100, height: 50 }, SIZE)).toEqual({ x: 0, y: 35, zoom: 2 });
  });
});

describe('an arrow key', () => {
  const places = [
    { x: 0, y: 100 },
    { x: 10, y: 300 },
    { x: 200, y: 110 },
  ];

  it('leads to the nearest step in its direction, along a lane first', () => {
    expect(indexInDirection({ x: 0, y: 0 }, places, [0, 1])).toBe(0);
    expect(indexInDirection({ x: 0, y: 100 }, places, [0, 1])).toBe(1);
    expect(indexInDirection({ x: 0, y: 100 }, places, [1, 0])).toBe(2);
  });

  it('leads nowhere from the last step', () => {
    expect(indexInDirection({ x: 10, y: 300 }, places, [0, 1])).toBeUndefined();
  });
});
