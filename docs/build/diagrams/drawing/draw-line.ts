/** Draws lines with their arrowheads and labels, and the legend that explains them. */
import { iconTile } from './icon-tile.ts';
import { element, escapeXml, rounded } from './markup.ts';
import type { Label, Legend, Line, Look, Picture, Point } from './picture.ts';
import { SIZES } from './picture.ts';
import { textWidth } from './text-width.ts';
import type { Theme } from './theme.ts';

const CORNER = 6;
const HEAD = { length: 9, half: 4.5 };
const DASHES: Readonly<Record<Look, string | undefined>> = {
  main: undefined,
  call: undefined,
  use: '2 3',
  fallback: '7 4',
  failure: '7 4',
};
const LEGEND = { sample: 30, gap: 22, fromBottom: 16 };

/** @param pieces what of the line is not drawn already, as part of another of its bundle */
export function drawLine(
  { points, look }: Pick<Line, 'points' | 'look'>,
  theme: Theme,
  pieces: readonly (readonly Point[])[] = [points],
): string {
  const colour = colourOf(look, theme);
  const isWhole = (piece: readonly Point[]): boolean => piece.at(-1) === points.at(-1);
  const path = element('path', {
    d: pieces.map((piece) => roundedPath(isWhole(piece) ? shortened(piece) : piece)).join(''),
    fill: 'none',
    stroke: colour,
    'stroke-width': look === 'main' ? 2.5 : 1.5,
    'stroke-dasharray': DASHES[look],
  });
  return path + element('path', { d: head(points), fill: colour });
}

export function drawLabel(
  { x, y, width, height, words, line }: Label,
  { lines }: Picture,
  theme: Theme,
): string {
  const look = lines[line]?.look ?? 'call';
  return element(
    'text',
    {
      x: x + width / 2,
      y: y + height / 2 + SIZES.label * 0.35,
      'font-size': SIZES.label,
      'font-weight': look === 'main' ? 700 : undefined,
      'text-anchor': 'middle',
      fill: look === 'main' || look === 'failure' ? colourOf(look, theme) : theme.quiet,
      stroke: theme.page,
      'stroke-width': 4,
      'stroke-linejoin': 'round',
      'paint-order': 'stroke',
    },
    escapeXml(words),
  );
}

export function drawLegend(
  legend: readonly Legend[],
  { width, height }: { width: number; height: number },
  theme: Theme,
): string {
  const widths = legend.map(
    ({ words, look }) => (look === 'encrypted' ? 22 : LEGEND.sample + 8) + textWidth(words, SIZES.text),
  );
  const total = widths.reduce((sum, each) => sum + each + LEGEND.gap, -LEGEND.gap);
  let x = (width - total) / 2;
  const y = height - LEGEND.fromBottom;
  return legend
    .map(({ look, words }, index) => {
      const isKey = look === 'encrypted';
      const sample = isKey
        ? iconTile('key', 'security', { x, y: y - 8 }, 16, theme, true)
        : drawLine(
            {
              points: [
                { x, y },
                { x: x + LEGEND.sample, y },
              ],
              look,
            },
            theme,
          );
      const text = element(
        'text',
        {
          x: x + (isKey ? 22 : LEGEND.sample + 8),
          y: y + SIZES.text * 0.35,
          'font-size': SIZES.text,
          fill: theme.quiet,
        },
        escapeXml(words),
      );
      x += (widths[index] ?? 0) + LEGEND.gap;
      return sample + text;
    })
    .join('\n');
}

const colourOf = (look: Look, theme: Theme): string =>
  look === 'main' ? theme.main : look === 'failure' || look === 'fallback' ? theme.failure : theme.line;

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

function head(points: readonly Point[]): string {
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
