/** The mark on a card's upper border, at the right: a few letters, or a key for what is encrypted. */
import type { Box, Card, Frame } from './picture.ts';
import { textWidth } from './text-width.ts';

export const MARK_SIZE = 16;
export const BADGE_TEXT = 11;
const PADDING = 6;
const FROM_RIGHT = 10;

export const badgeWidth = (words: string): number => textWidth(words, BADGE_TEXT, true) + 2 * PADDING;

/** What the mark covers; undefined without one. */
export function markOf(card: Card | Frame): Box | undefined {
  const { x, y, width } = card;
  const wide =
    'badge' in card && card.badge !== undefined ? badgeWidth(card.badge) : isKey(card) ? MARK_SIZE : 0;
  const inset = isKey(card) ? 0 : FROM_RIGHT;
  return wide > 0
    ? { x: x + width - wide - inset, y: y - MARK_SIZE / 2, width: wide, height: MARK_SIZE }
    : undefined;
}

const isKey = (card: Card | Frame): boolean => 'isEncrypted' in card && card.isEncrypted === true;
