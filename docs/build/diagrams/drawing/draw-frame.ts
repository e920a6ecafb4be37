/** Draws the boxes around cards: the account, a region, a group of functions. */

import type { Frame } from '../../../../workflows/picture/drawing/picture.ts';
import { SIZES, titleOf } from '../../../../workflows/picture/drawing/picture.ts';
import { iconTile } from './icon-tile.ts';
import { element, escapeXml } from './markup.ts';
import type { Theme } from './theme.ts';

const ICON = 18;

export function drawFrame(frame: Frame, theme: Theme): string {
  const { x, y, width, height, title, look, icon, tone } = frame;
  const left = titleOf(frame).x + 4;
  const isMachine = look === 'machine';
  const box = element('rect', {
    x,
    y,
    width,
    height,
    rx: look === 'lane' ? 6 : 10,
    fill: frameFill(frame, theme),
    stroke: look === 'lane' ? undefined : isMachine ? theme.main : theme.border,
    'stroke-width': isMachine ? 1.75 : 1.25,
    'stroke-dasharray': look === 'region' ? '6 4' : undefined,
  });
  const words = element(
    'text',
    {
      x: left + (icon ? ICON + 6 : 0),
      y: y + 18.5,
      'font-size': SIZES.frame,
      'font-weight': 700,
      fill: look === 'group' || isMachine ? theme.text : theme.quiet,
    },
    escapeXml(title),
  );
  const tile = icon ? iconTile(icon, tone ?? 'outside', { x: left, y: y + 5 }, ICON, theme) : '';
  return title === '' ? box : `${box}\n${tile}${words}`;
}

export const frameFill = ({ look }: Frame, theme: Theme): string =>
  ({
    account: theme.page,
    region: theme.frame,
    group: theme.surface,
    machine: theme.machine,
    lane: theme.frame,
  })[look];
