/** The steps of the grid that a line takes. */
import type { Point } from './picture.ts';
import { GRID } from './picture.ts';

/** @param points of the picture, each level with or below the next. @returns pairs of cells */
export function stepsAlong(points: readonly Point[]): [Point, Point][] {
  return points.slice(1).flatMap((point, index) => {
    const before = points[index] ?? point;
    const [dx, dy] = [(point.x - before.x) / GRID, (point.y - before.y) / GRID];
    const count = Math.round(Math.max(Math.abs(dx), Math.abs(dy)));
    return Array.from({ length: count }, (_, step): [Point, Point] => [
      { x: before.x / GRID + (dx * step) / count, y: before.y / GRID + (dy * step) / count },
      { x: before.x / GRID + (dx * (step + 1)) / count, y: before.y / GRID + (dy * (step + 1)) / count },
    ]);
  });
}
