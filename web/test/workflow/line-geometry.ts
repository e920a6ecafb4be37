/** Reads the lines of a picture back from their paths, as a browser draws them. */
import type { Box, Point } from '../../../workflows/picture/drawing/picture.ts';
import type { Layout } from '../../src/views/workflow/layout.ts';

type Piece = readonly [Point, Point];

/** Between the corners: the first point after each command, which for a curve is the corner that it rounds. */
function piecesOf(path: string): readonly Piece[] {
  const points = [...path.matchAll(/[MLQ]([\d.-]+) ([\d.-]+)/g)].map(
    ([, x, y]): Point => ({ x: Number(x), y: Number(y) }),
  );
  return points.slice(1).flatMap((to, index): Piece[] => {
    const from = points[index];
    return from ? [[from, to]] : [];
  });
}

const boxOf = ([from, to]: Piece): Box => ({
  x: Math.min(from.x, to.x),
  y: Math.min(from.y, to.y),
  width: Math.max(0.01, Math.abs(to.x - from.x)),
  height: Math.max(0.01, Math.abs(to.y - from.y)),
});

export const boxesOfLine = (path: string): readonly Box[] => piecesOf(path).map(boxOf);

/** How often two lines cross that neither begin nor end at the same state. */
export function crossingsIn({ lines }: Layout): number {
  const pairs = lines.flatMap((one, index) => lines.slice(index + 1).map((other) => [one, other] as const));
  return pairs
    .filter(([one, other]) => one.to !== other.to && one.from !== other.from)
    .map(([one, other]) =>
      piecesOf(one.path).reduce(
        (sum, piece) => sum + piecesOf(other.path).filter((each) => isCrossing(piece, each)).length,
        0,
      ),
    )
    .reduce((sum, crossings) => sum + crossings, 0);
}

function isCrossing(one: Piece, other: Piece): boolean {
  const level = [one, other].find(([from, to]) => from.y === to.y);
  const upright = [one, other].find(([from, to]) => from.x === to.x);
  if (!level || !upright || level === upright) {
    return false;
  }
  const { x } = upright[0];
  const { y } = level[0];
  const between = (value: number, from: number, to: number): boolean =>
    value > Math.min(from, to) && value < Math.max(from, to);
  return between(x, level[0].x, level[1].x) && between(y, upright[0].y, upright[1].y);
}
