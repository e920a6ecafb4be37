/** The steps of the grid that a line takes. */
import type { Point } from './picture.ts';
import { GRID } from './picture.ts';

/** @param points of the picture, each level with or below the next. @returns pairs of cells */
export function stepsAlong(points: readonly Point[]): [Point, Point][] {
  return points.slice(1).flatMap((point, index) => {
    const before = points[index] ?? point;
    const steps: [Point, Point][] = [];
    let at = { x: before.x / GRID, y: before.y / GRID };
    const end = { x: point.x / GRID, y: point.y / GRID };
    while (at.x !== end.x || at.y !== end.y) {
      const next = { x: at.x + Math.sign(end.x - at.x), y: at.y + Math.sign(end.y - at.y) };
      steps.push([at, next]);
      at = next;
    }
    return steps;
  });
}
