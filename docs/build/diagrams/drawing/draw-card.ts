/** Draws the cards: what is deployed, who calls, and the states of the state machine. */
import {
  BADGE_TEXT,
  badgeWidth,
  MARK_SIZE,
  markOf,
} from '../../../../workflows/picture/drawing/card-mark.ts';
import type { Card, Point } from '../../../../workflows/picture/drawing/picture.ts';
import { PLACES, textPlaces } from './card-texts.ts';
import { iconTile } from './icon-tile.ts';
import { element, escapeXml } from './markup.ts';
import type { Theme } from './theme.ts';

export function drawCard(card: Card, theme: Theme): string {
  const { icon, tone, shape } = card;
  const at = PLACES.icon(card);
  return [
    box(card, theme),
    icon && at ? iconTile(icon, tone, at, at.width, theme, shape === 'person') : '',
    ...textPlaces(card).map(({ text, x, baseline, anchor }) =>
      element(
        'text',
        {
          x,
          y: baseline,
          'font-size': text.size,
          'font-weight': text.isBold ? 700 : undefined,
          'text-anchor': anchor === 'middle' ? 'middle' : undefined,
          fill: text.isQuiet ? theme.quiet : theme.text,
        },
        escapeXml(text.words),
      ),
    ),
    mark(card, theme),
  ].join('');
}

function box({ x, y, width, height, shape, tone }: Card, theme: Theme): string {
  const rounding = {
    card: 8,
    person: 8,
    list: 8,
    state: 8,
    fail: 8,
    choice: height / 2,
    terminal: height / 2,
  }[shape];
  return element('rect', {
    x,
    y,
    width,
    height,
    rx: rounding,
    fill: shape === 'person' ? theme.frame : theme.surface,
    stroke: shape === 'person' ? theme.tones.outside : theme.tones[tone],
    'stroke-width': shape === 'fail' ? 3 : 1.5,
  });
}

function mark(card: Card, theme: Theme): string {
  const at = markOf(card);
  if (!at) {
    return '';
  }
  return card.badge === undefined
    ? iconTile('key', 'security', at, MARK_SIZE, theme, true)
    : badge(card.badge, at, theme);
}

/** @param at its top left */
export function badge(words: string, { x, y }: Point, theme: Theme): string {
  const width = badgeWidth(words);
  const pill = element('rect', {
    x,
    y,
    width,
    height: MARK_SIZE,
    rx: MARK_SIZE / 2,
    fill: theme.tones.security,
  });
  const text = element(
    'text',
    {
      x: x + width / 2,
      y: y + MARK_SIZE / 2 + BADGE_TEXT * 0.35,
      'font-size': BADGE_TEXT,
      'font-weight': 700,
      'text-anchor': 'middle',
      fill: theme.glyph,
    },
    escapeXml(words),
  );
  return pill + text;
}
