import type { Card, Connection, Frame, Plan } from '../../../workflows/picture/drawing/picture.ts';

/** A card of 96 by 48 units. */
export const aCard = (id: string, x: number, y: number): Card => ({
  id,
  x,
  y,
  width: 96,
  height: 48,
  shape: 'state',
  tone: 'compute',
  texts: [{ words: id, size: 12 }],
});

export const aPlan = (
  cards: readonly Card[],
  connections: readonly Connection[] = [],
  frames: readonly Frame[] = [],
): Plan => ({
  width: 480,
  height: 320,
  title: 'A plan',
  description: 'For a test.',
  frames,
  cards,
  connections,
  legend: [],
});

export const aLine = (from: string, to: string, more: Partial<Connection> = {}): Connection => ({
  from,
  to,
  look: 'call',
  ...more,
});
