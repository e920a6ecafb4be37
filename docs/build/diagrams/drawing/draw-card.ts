/** Draws the cards: what is deployed, who calls, and the states of the state machine. */
import { PLACES, textPlaces } from './card-texts.ts';
import { iconTile } from './icon-tile.ts';
import { element, escapeXml } from './markup.ts';
import type { Card } from './picture.ts';
import type { Theme } from './theme.ts';

const ENCRYPTED_SIZE = 16;

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
    card.isEncrypted
      ? iconTile(
          'key',
          'security',
          { x: card.x + card.width - ENCRYPTED_SIZE / 2 - 6, y: card.y - ENCRYPTED_SIZE / 2 },
          ENCRYPTED_SIZE,
          theme,
          true,
        )
      : '',
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
