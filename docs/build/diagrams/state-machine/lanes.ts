/** The lanes of the state machine's diagram, and where their seats are on the page. */
import type { Box, Frame } from '../drawing/picture.ts';
import type { Lane, Seat } from './seats.ts';

const STATE = { width: 128, height: 48 };
const PITCH = { x: 160, y: 80 };
const INSET = 16;
/** Below the lanes' titles and the start. */
const FIRST_ROW = 120;
const TOP = 16;
const TERMINAL = { width: 80, height: 32 };
const FAILS_HEIGHT = 80;

const LANES: Readonly<Record<Lane, { readonly x: number; readonly width: number; readonly title: string }>> =
  {
    answers: { x: 16, width: 160, title: 'Answers' },
    path: { x: 192, width: 480, title: 'The path of a code' },
    // With room for the lines that pass its states on the right.
    failures: { x: 688, width: 344, title: 'Failures' },
  };

export const PAGE_WIDTH = 1048;

export const boxOf = ({ lane, row, column }: Seat): Box => ({
  x: LANES[lane].x + INSET + column * PITCH.x,
  y: FIRST_ROW + row * PITCH.y,
  ...STATE,
});

/** The start above, or the end below, the middle of the path. */
export function terminalBox(row: number): Box {
  const below = boxOf({ lane: 'path', row: Math.max(row, 0), column: 1 });
  const y = row < 0 ? below.y - PITCH.y + STATE.height - TERMINAL.height : below.y;
  return { x: below.x + (STATE.width - TERMINAL.width) / 2, y, ...TERMINAL };
}

/** The card of the Fail states, as wide as the states of its lane. */
export const failsBox = (row: number): Box => ({
  ...boxOf({ lane: 'failures', row, column: 0 }),
  width: PITCH.x + STATE.width,
  height: FAILS_HEIGHT,
});

/** @param bottoms of what is in each lane */
export const laneFrames = (bottoms: Readonly<Record<Lane, number>>): readonly Frame[] =>
  (Object.keys(LANES) as Lane[]).map((lane) => ({
    id: lane,
    x: LANES[lane].x,
    y: TOP,
    width: LANES[lane].width,
    height: bottoms[lane] + INSET - TOP,
    title: LANES[lane].title,
    look: 'lane',
  }));

export const laneLeft = (lane: Lane): number => LANES[lane].x + INSET;
