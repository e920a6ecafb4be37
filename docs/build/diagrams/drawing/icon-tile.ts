/** A service's icon: its drawing on a tile in the colour of what it is for. */

import type { IconName } from '../../../../workflows/picture/drawing/icons.ts';
import { iconPath } from '../../../../workflows/picture/drawing/icons.ts';
import type { Point, Tone } from '../../../../workflows/picture/drawing/picture.ts';
import { element, rounded } from './markup.ts';
import type { Theme } from './theme.ts';

const UNITS = 24;
/** The part of the tile that the drawing takes. */
const FILLED = 0.78;

export function iconTile(
  name: IconName,
  tone: Tone,
  { x, y }: Point,
  size: number,
  theme: Theme,
  isRound = false,
): string {
  const scale = (size / UNITS) * FILLED;
  const inset = (size * (1 - FILLED)) / 2;
  const tile = element('rect', {
    x,
    y,
    width: size,
    height: size,
    rx: isRound ? size / 2 : size / 5,
    fill: theme.tones[tone],
  });
  const drawing = element('path', {
    transform: `translate(${rounded(x + inset)} ${rounded(y + inset)}) scale(${rounded(scale)})`,
    d: iconPath(name),
    fill: 'none',
    stroke: theme.glyph,
    'stroke-width': size < 22 ? 2.2 : 1.8,
    'stroke-linecap': 'round',
    'stroke-linejoin': 'round',
  });
  return tile + drawing;
}
