/**
 * Lines of a bundle run on each other. Each stretch is drawn once, because dashes over dashes are not dashes any more.
 */
import type { Line, Point } from './picture.ts';
import { GRID } from './picture.ts';
import { stepsAlong } from './steps-along.ts';

/** For each line, the pieces that no line before it has drawn. */
export function undrawnPieces(lines: readonly Line[]): readonly (readonly (readonly Point[])[])[] {
  const drawn = new Set<string>();
  return lines.map(({ points, bundle }) => {
    if (bundle === undefined) {
      return [points];
    }
    const pieces: Point[][] = [];
    let last: Point[] | undefined;
    for (const [from, to] of stepsAlong(points)) {
      const key = [bundle, ...[`${from.x} ${from.y}`, `${to.x} ${to.y}`].sort()].join();
      if (drawn.has(key)) {
        last = undefined;
        continue;
      }
      drawn.add(key);
      if (last === undefined) {
        last = [from];
        pieces.push(last);
      }
      last.push(to);
    }
    return pieces.map((piece) => bendsOf(piece, points));
  });
}

/** The ends of a piece, and the line's bends between them. */
function bendsOf(piece: readonly Point[], points: readonly Point[]): readonly Point[] {
  const inUnits = piece.map(({ x, y }) => ({ x: x * GRID, y: y * GRID }));
  const isAt = (one: Point, other: Point): boolean => one.x === other.x && one.y === other.y;
  return inUnits.flatMap((point, index) => {
    const bend = points.find((each) => isAt(each, point));
    return bend ? [bend] : index === 0 || index === inUnits.length - 1 ? [point] : [];
  });
}
