/** Where a card's icon and texts are: the drawing and the checks ask here. */
import type { Box, Card, Text } from '../../../../workflows/picture/drawing/picture.ts';
import { textWidth } from '../../../../workflows/picture/drawing/text-width.ts';

const PADDING = 10;
const LEADING = 1.28;

export interface TextPlace {
  readonly text: Text;
  readonly x: number;
  readonly baseline: number;
  readonly anchor: 'start' | 'middle';
  /** What the text covers. */
  readonly box: Box;
}

export const PLACES = {
  /** Undefined without an icon. */
  icon({ icon, shape, x, y, width, height }: Card): Box | undefined {
    if (!icon) {
      return undefined;
    }
    if (shape === 'list') {
      return { x: x + PADDING, y: y + PADDING, width: 20, height: 20 };
    }
    if (shape === 'state' || shape === 'choice' || shape === 'fail') {
      return { x: x + 8, y: y + height / 2 - 10, width: 20, height: 20 };
    }
    const size = width < 144 ? 24 : 32;
    return { x: x + PADDING, y: y + height / 2 - size / 2, width: size, height: size };
  },
};

export function textPlaces(card: Card): readonly TextPlace[] {
  const { x, y, width, height, texts, shape } = card;
  const icon = PLACES.icon(card);
  const isCentred =
    shape === 'choice' || shape === 'terminal' || ((shape === 'state' || shape === 'fail') && !icon);
  const total = texts.reduce((sum, { size }) => sum + size * LEADING, 0);
  let top = shape === 'list' ? y + PADDING + 1 : y + (height - total) / 2;
  return texts.map((text, index) => {
    const leading = text.size * LEADING;
    const baseline = top + leading / 2 + text.size * 0.35;
    const beside = shape === 'list' && index > 0 ? undefined : icon;
    const left = beside
      ? beside.x + beside.width + (shape === 'card' || shape === 'person' ? 9 : 7)
      : x + PADDING;
    const wide = textWidth(text.words, text.size, text.isBold);
    const at = isCentred ? x + width / 2 : left;
    const box = { x: isCentred ? at - wide / 2 : at, y: top, width: wide, height: leading };
    top += leading + (shape === 'list' && index === 0 ? 6 : 0);
    return { text, x: at, baseline, anchor: isCentred ? 'middle' : 'start', box };
  });
}
