/** Draws lines with their arrowheads and labels. */

import { headPath, linePath } from '../../../../workflows/picture/drawing/line-path.ts';
import type { Label, Line, Look, Picture, Point } from '../../../../workflows/picture/drawing/picture.ts';
import { overlap, SIZES } from '../../../../workflows/picture/drawing/picture.ts';
import { frameFill } from './draw-frame.ts';
import { element, escapeXml } from './markup.ts';
import type { Theme } from './theme.ts';

const DASHES: Readonly<Record<Look, string | undefined>> = {
  main: undefined,
  call: undefined,
  use: '2 3',
  fallback: '7 4',
  failure: '7 4',
};

/** @param pieces what of the line is not drawn already, as part of another of its bundle */
export function drawLine(
  { points, look }: Pick<Line, 'points' | 'look'>,
  theme: Theme,
  pieces: readonly (readonly Point[])[] = [points],
): string {
  const colour = colourOf(look, theme);
  const path = element('path', {
    d: linePath(points, pieces),
    fill: 'none',
    stroke: colour,
    'stroke-width': look === 'main' ? 2.5 : 1.5,
    'stroke-dasharray': DASHES[look],
  });
  return path + element('path', { d: headPath(points), fill: colour });
}

export function drawLabel(label: Label, { frames, lines }: Picture, theme: Theme): string {
  const { x, y, width, height, words, line } = label;
  const look = lines[line]?.look ?? 'call';
  const behind = frames.findLast((frame) => overlap(frame, label));
  const gap = element('rect', { x, y, width, height, fill: behind ? frameFill(behind, theme) : theme.page });
  const text = element(
    'text',
    {
      x: x + width / 2,
      y: y + height / 2 + SIZES.label * 0.35,
      'font-size': SIZES.label,
      'font-weight': look === 'main' ? 700 : undefined,
      'text-anchor': 'middle',
      fill: look === 'main' || look === 'failure' ? colourOf(look, theme) : theme.quiet,
    },
    escapeXml(words),
  );
  return gap + text;
}

const colourOf = (look: Look, theme: Theme): string =>
  look === 'main' ? theme.main : look === 'failure' || look === 'fallback' ? theme.failure : theme.line;
