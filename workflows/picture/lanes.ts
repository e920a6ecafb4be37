/** The lanes of the state machine's picture, and where their seats are on it. */
import type { Box, Frame } from './drawing/picture.ts';
import { LEAST_COLUMNS, MAIN_COLUMN } from './path-seats.ts';
import type { Lane, Seat } from './seats.ts';

/** What a picture decides for itself, in its units. Heights and pitches are multiples of the grid. */
export interface LaneSizes {
  readonly stateHeight: number;
  /** From one row to the next. */
  readonly rowPitch: number;
  /** Of the card of the Fail states. */
  readonly failsHeight: number;
  /** A narrow card of the Fail states takes one column of its lane, a wide one two. */
  readonly hasNarrowFails: boolean;
}

const STATE_WIDTH = 128;
const COLUMN_PITCH = 160;
const INSET = 16;
const BETWEEN = 16;
const MORE_BETWEEN = 24;
/** Below the lanes' titles and the start. */
const FIRST_ROW = 120;
const TOP = 16;
const TERMINAL = { width: 80, height: 32 };
/** Room for the lines that pass the failures. */
const BESIDE_FAILURES = 24;
/** Of the card of the Fail states, narrow and wide. */
const FAILS_WIDTH = { narrow: 160, wide: COLUMN_PITCH + STATE_WIDTH } as const;

const TITLES: Readonly<Record<Lane, string>> = {
  answers: 'Answers',
  path: 'The path of a code',
  failures: 'Failures',
};

export class Lanes {
  /** Of the picture. */
  readonly width: number;
  readonly #sizes: LaneSizes;
  readonly #lanes: ReadonlyMap<Lane, { readonly x: number; readonly width: number }>;

  constructor(seats: Iterable<Seat>, sizes: LaneSizes, hasFailures: boolean) {
    this.#sizes = sizes;
    const all = [...seats];
    const columns = (lane: Lane, least: number): number =>
      Math.max(least, ...all.filter((seat) => seat.lane === lane).map(({ column }) => column + 1));
    const widths: readonly (readonly [Lane, number])[] = [
      ...(all.some(({ lane }) => lane === 'answers') ? [['answers', COLUMN_PITCH] as const] : []),
      ['path', columns('path', LEAST_COLUMNS) * COLUMN_PITCH],
      ...(hasFailures
        ? [
            [
              'failures',
              Math.max(
                this.#failsWidth + 2 * INSET,
                columns('failures', sizes.hasNarrowFails ? 1 : 2) * COLUMN_PITCH + BESIDE_FAILURES,
              ),
            ] as const,
          ]
        : []),
    ];
    const lanes = new Map<Lane, { readonly x: number; readonly width: number }>();
    let x = BETWEEN;
    // Lines to failures that begin higher than the path pass between the two lanes.
    const isPassed = sizes.hasNarrowFails && all.some(({ lane }) => lane === 'failures');
    for (const [lane, width] of widths) {
      x += lane === 'failures' && isPassed ? MORE_BETWEEN : 0;
      lanes.set(lane, { x, width });
      x += width + BETWEEN;
    }
    this.#lanes = lanes;
    this.width = x;
  }

  boxOf({ lane, row, column }: Seat): Box {
    const { stateHeight, rowPitch } = this.#sizes;
    return {
      x: this.left(lane) + column * COLUMN_PITCH,
      y: FIRST_ROW + row * rowPitch,
      width: STATE_WIDTH,
      height: stateHeight,
    };
  }

  /** Where the cards of a lane begin. */
  left(lane: Lane): number {
    return (this.#lanes.get(lane)?.x ?? 0) + INSET;
  }

  /** The start above, or the end below, the middle of the path. */
  terminalBox(row: number): Box {
    const { stateHeight, rowPitch } = this.#sizes;
    const below = this.boxOf({ lane: 'path', row: Math.max(row, 0), column: MAIN_COLUMN });
    const y = row < 0 ? FIRST_ROW - rowPitch + stateHeight - TERMINAL.height : below.y;
    return { x: below.x + (STATE_WIDTH - TERMINAL.width) / 2, y, ...TERMINAL };
  }

  /** The card of the Fail states. */
  failsBox(row: number): Box {
    const box = this.boxOf({ lane: 'failures', row, column: 0 });
    return { ...box, width: this.#failsWidth, height: this.#sizes.failsHeight };
  }

  get #failsWidth(): number {
    return FAILS_WIDTH[this.#sizes.hasNarrowFails ? 'narrow' : 'wide'];
  }

  /** @param bottoms of what is in each lane */
  frames(bottoms: Readonly<Record<Lane, number>>): readonly Frame[] {
    return [...this.#lanes].map(([lane, { x, width }]) => ({
      id: lane,
      x,
      y: TOP,
      width,
      height: bottoms[lane] + INSET - TOP,
      title: TITLES[lane],
      look: 'lane',
    }));
  }
}
