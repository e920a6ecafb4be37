/** Draws a picture as SVG: colours as attributes, so that it looks the same wherever it is embedded. */

import type { Picture } from '../../../../workflows/picture/drawing/picture.ts';
import { undrawnPieces } from '../../../../workflows/picture/drawing/undrawn-pieces.ts';
import { drawCard } from './draw-card.ts';
import { drawFrame } from './draw-frame.ts';
import { drawLegend } from './draw-legend.ts';
import { drawLabel, drawLine } from './draw-line.ts';
import { element, escapeXml } from './markup.ts';
import type { Theme } from './theme.ts';

const FONT = "'Helvetica Neue', Helvetica, Arial, 'Liberation Sans', sans-serif";

export function drawSvg(picture: Picture, theme: Theme): string {
  const { width, height, title, description, frames, cards, lines, labels } = picture;
  const order = ['fallback', 'failure', 'use', 'call', 'main'];
  const drawn = [...lines].sort((one, other) => order.indexOf(one.look) - order.indexOf(other.look));
  const pieces = undrawnPieces(drawn);
  const parts = [
    `<title id="title">${escapeXml(title)}</title>`,
    `<desc id="desc">${escapeXml(description)}</desc>`,
    element('rect', { width, height, rx: 12, fill: theme.page }),
    ...frames.map((frame) => drawFrame(frame, theme)),
    ...drawn.map((line, index) => drawLine(line, theme, pieces[index])),
    ...cards.map((card) => drawCard(card, theme)),
    ...labels.map((label) => drawLabel(label, picture, theme)),
    drawLegend(picture, theme),
  ];
  return `${element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      viewBox: `0 0 ${width} ${height}`,
      width,
      height,
      role: 'img',
      'aria-labelledby': 'title desc',
      'font-family': FONT,
    },
    `\n${parts.join('\n')}\n`,
  )}\n`;
}
