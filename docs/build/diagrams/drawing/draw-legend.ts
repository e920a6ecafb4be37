/** Draws the legend: a sample of each kind of line and mark, with what it says. */
import { badgeWidth } from '../../../../workflows/picture/drawing/card-mark.ts';
import type { Legend, Plan, Point } from '../../../../workflows/picture/drawing/picture.ts';
import { SIZES } from '../../../../workflows/picture/drawing/picture.ts';
import { textWidth } from '../../../../workflows/picture/drawing/text-width.ts';
import { badge } from './draw-card.ts';
import { drawLine } from './draw-line.ts';
import { iconTile } from './icon-tile.ts';
import { element, escapeXml } from './markup.ts';
import type { Theme } from './theme.ts';

const SAMPLE = 30;
const MARK = 16;
const BEFORE_WORDS = 8;
const GAP = 22;
const FROM_BOTTOM = 18;
const ROW = 24;

export function drawLegend({ legend, legendAt, width, height }: Plan, theme: Theme): string {
  if (legendAt) {
    return legend
      .map((each, index) => entry(each, { x: legendAt.x, y: legendAt.y + index * ROW }, SAMPLE, theme))
      .join('\n');
  }
  const total = legend.reduce((sum, each) => sum + widthOf(each) + GAP, -GAP);
  let x = (width - total) / 2;
  return legend
    .map((each) => {
      const drawn = entry(each, { x, y: height - FROM_BOTTOM }, sampleWidth(each), theme);
      x += widthOf(each) + GAP;
      return drawn;
    })
    .join('\n');
}

const sampleWidth = ({ look }: Legend): number => (look === 'encrypted' || look === 'badge' ? MARK : SAMPLE);
const widthOf = (each: Legend): number =>
  sampleWidth(each) + BEFORE_WORDS + textWidth(each.words, SIZES.text);

/** @param at the middle of its left side; @param room for the sample */
function entry({ look, words }: Legend, { x, y }: Point, room: number, theme: Theme): string {
  const text = element(
    'text',
    {
      x: x + room + BEFORE_WORDS,
      y: y + SIZES.text * 0.35,
      'font-size': SIZES.text,
      fill: theme.quiet,
    },
    escapeXml(words),
  );
  if (look === 'encrypted') {
    return (
      iconTile('key', 'security', { x: x + (room - MARK) / 2, y: y - MARK / 2 }, MARK, theme, true) + text
    );
  }
  if (look === 'badge') {
    return badge('×2', { x: x + (room - badgeWidth('×2')) / 2, y: y - MARK / 2 }, theme) + text;
  }
  const points = [
    { x, y },
    { x: x + room, y },
  ];
  return drawLine({ points, look }, theme) + text;
}
