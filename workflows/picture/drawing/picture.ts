/**
 * A picture before it is drawn: frames, cards and connections with their places. Everything stands on a grid, so
 * that lines can run on it. Units are those of the SVG.
 */
import type { IconName } from './icons.ts';
import { textWidth } from './text-width.ts';

/** The pitch of the grid: sides of boxes and lines are on multiples of it. */
export const GRID = 8;

/** What something is for, each with its colour. */
export type Tone =
  | 'entrance'
  | 'workflow'
  | 'compute'
  | 'data'
  | 'delivery'
  | 'security'
  | 'insight'
  | 'outside';

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Box extends Point {
  readonly width: number;
  readonly height: number;
}

export const SIZES = { title: 15, text: 13, label: 13, frame: 14 } as const;

export interface Text {
  readonly words: string;
  readonly size: number;
  readonly isBold?: boolean;
  /** Of less weight than the other texts of a card. */
  readonly isQuiet?: boolean;
}

/** A box around cards. */
export interface Frame extends Box {
  readonly id: string;
  readonly title: string;
  readonly look: 'account' | 'region' | 'group' | 'machine' | 'lane';
  readonly icon?: IconName;
  readonly tone?: Tone;
  /** The title is at the top left, unless lines arrive there. */
  readonly isTitleRight?: boolean;
}

export interface Card extends Box {
  readonly id: string;
  readonly tone: Tone;
  readonly icon?: IconName;
  readonly texts: readonly Text[];
  readonly shape: 'card' | 'person' | 'list' | 'state' | 'choice' | 'terminal' | 'fail';
  /** A few letters on the border. */
  readonly badge?: string;
  /** Encrypted under the customer-managed key of its region. */
  readonly isEncrypted?: boolean;
}

export type Side = 'top' | 'right' | 'bottom' | 'left';
export type Look = 'main' | 'call' | 'use' | 'fallback' | 'failure';

/** From a card or frame to another; the line is found by the router. */
export interface Connection {
  readonly from: string;
  readonly to: string;
  readonly look: Look;
  readonly label?: string;
  /** Which sides the line may leave and reach; all, unless given. */
  readonly leaves?: readonly Side[];
  readonly reaches?: readonly Side[];
  /** Lines of one bundle may run on each other. */
  readonly bundle?: string;
}

export interface Line extends Connection {
  /** From border to border, without bends that are none. */
  readonly points: readonly Point[];
}

export interface Label extends Box {
  readonly words: string;
  readonly line: number;
}

export interface Legend {
  readonly look: Look | 'encrypted' | 'badge';
  readonly words: string;
}

/** What is to be routed. */
export interface Board {
  readonly width: number;
  readonly height: number;
  readonly frames: readonly Frame[];
  readonly cards: readonly Card[];
  readonly connections: readonly Connection[];
}

/** What is to be routed and drawn. */
export interface Plan extends Board {
  readonly title: string;
  /** What the picture shows, in words. */
  readonly description: string;
  readonly legend: readonly Legend[];
  /** The top left of a legend of one column; it is in one row at the bottom unless given. */
  readonly legendAt?: Point;
}

export interface Picture extends Plan {
  readonly lines: readonly Line[];
  readonly labels: readonly Label[];
}

export const overlap = (one: Box, other: Box): boolean =>
  one.x < other.x + other.width &&
  other.x < one.x + one.width &&
  one.y < other.y + other.height &&
  other.y < one.y + one.height;

export const inflated = ({ x, y, width, height }: Box, by: number): Box => ({
  x: x - by,
  y: y - by,
  width: width + 2 * by,
  height: height + 2 * by,
});

export const contains = (outer: Box, inner: Box): boolean =>
  inner.x >= outer.x &&
  inner.y >= outer.y &&
  inner.x + inner.width <= outer.x + outer.width &&
  inner.y + inner.height <= outer.y + outer.height;

/** The part of a frame that its title takes, at the top. */
export function titleOf({ x, y, width, title, icon, isTitleRight }: Frame): Box {
  const wide = (icon ? 24 : 0) + textWidth(title, SIZES.frame, true) + GRID;
  return { x: isTitleRight ? x + width - wide - GRID : x + GRID, y: y + 4, width: wide, height: 20 };
}
