/** Draws a line through points as a curve: straight at both ends, rounded at the points between. */

interface Point {
  readonly x: number;
  readonly y: number;
}

/** The `d` of an SVG path. */
export function edgePath(points: readonly Point[]): string {
  const [first, ...rest] = points;
  if (first === undefined) {
    return '';
  }
  const curves = rest.slice(0, -1).map((corner, index) => {
    const next = rest[index + 1] ?? corner;
    const isLast = index === rest.length - 2;
    const until = isLast ? next : { x: (corner.x + next.x) / 2, y: (corner.y + next.y) / 2 };
    return `Q${at(corner)} ${at(until)}`;
  });
  const last = rest.at(-1);
  return `M${at(first)}${curves.length > 0 || last === undefined ? curves.join('') : `L${at(last)}`}`;
}

const at = ({ x, y }: Point): string => `${round(x)} ${round(y)}`;
const round = (value: number): number => Math.round(value * 10) / 10;
