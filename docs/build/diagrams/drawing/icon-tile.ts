/** A service's icon: its drawing on a tile in the colour of what it is for. */
import type { IconName } from './icons.ts';
import { iconPath } from './icons.ts';
import { element, rounded } from './markup.ts';
import type { Point } from './picture.ts';
import type { Theme, Tone } from './theme.ts';

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
