/** The paths of a line and of its arrowhead. */
import type { Point } from './picture.ts';

const CORNER = 6;
const HEAD = { length: 9, half: 4.5 };

/** The `d` of a line, whose bends are round. */
export function linePath(points: readonly Point[], pieces: readonly (readonly Point[])[]): string {
  const isWhole = (piece: readonly Point[]): boolean => piece.at(-1) === points.at(-1);
  return pieces.map((piece) => roundedPath(isWhole(piece) ? shortened(piece) : piece)).join('');
}

/** Ends within the arrowhead, whose point would otherwise be blunt. */
function shortened(points: readonly Point[]): readonly Point[] {
  const [last, before] = [points.at(-1), points.at(-2)];
  return last && before ? [...points.slice(0, -1), towards(last, before, HEAD.length - 1)] : points;
}

function towards(from: Point, to: Point, by: number): Point {
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  return { x: from.x + ((to.x - from.x) / length) * by, y: from.y + ((to.y - from.y) / length) * by };
}

function roundedPath(points: readonly Point[]): string {
  const at = ({ x, y }: Point): string => `${rounded(x)} ${rounded(y)}`;
  return points
    .map((point, index) => {
      const [before, after] = [points[index - 1], points[index + 1]];
      if (!before) {
        return `M${at(point)}`;
      }
      if (!after) {
        return `L${at(point)}`;
      }
      const reach = Math.min(
        CORNER,
        Math.hypot(point.x - before.x, point.y - before.y) / 2,
        Math.hypot(after.x - point.x, after.y - point.y) / 2,
      );
      return `L${at(towards(point, before, reach))}Q${at(point)} ${at(towards(point, after, reach))}`;
    })
    .join('');
}

/** The `d` of a line's arrowhead. */
export function headPath(points: readonly Point[]): string {
  const [tip, before] = [points.at(-1), points.at(-2)];
  if (!tip || !before) {
    return '';
  }
  const base = towards(tip, before, HEAD.length);
  const [dx, dy] = [Math.sign(tip.x - before.x), Math.sign(tip.y - before.y)];
  const side = (sign: number): string =>
    `${rounded(base.x + sign * dy * HEAD.half)} ${rounded(base.y + sign * dx * HEAD.half)}`;
  return `M${rounded(tip.x)} ${rounded(tip.y)}L${side(1)}L${side(-1)}z`;
}

const rounded = (value: number): number => Math.round(value * 100) / 100;
