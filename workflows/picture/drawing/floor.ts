/**
 * The floor on which lines are routed: which cells cards and titles cover, which steps other lines take, and what
 * each step costs. Infinity forbids one: cards cannot be crossed. Points are cells here, not units of the picture.
 *
 * The search asks for millions of costs, and the console's page routes while a person waits. So who takes a step
 * is one number in an array, and nothing is made for an answer.
 */
import type { Board, Box, Connection, Line, Point } from './picture.ts';
import { contains, GRID, inflated, titleOf } from './picture.ts';
import { stepsAlong } from './steps-along.ts';

export const STEP = 1;
/** On a line of the own bundle, which makes lines join. */
export const JOINED = 0.15;
const CROSSING = 14;
/** On another line. A picture must have none, but lines that are found later may make room. */
const TAKEN = 80;
/** Beside another line, where two are hard to tell apart. */
const BESIDE = 1.5;
/** Along the border of a frame. */
const ON_BORDER = 6;
/** Through a frame that has neither end. */
const FOREIGN = 4;

/** Of no bundle: a line without one shares its steps with none. */
const ALONE = -1;
const FREE = 0;

export class Floor {
  readonly columns: number;
  readonly rows: number;
  readonly #covered: Uint8Array;
  readonly #borders: Uint8Array;
  /** By step and by cell: `FREE`, a bundle, or `ALONE` where lines of several bundles are. */
  readonly #taken: Int32Array;
  readonly #bends: Int32Array;
  /** What the arrays are made from, because a line that is taken up leaves the others. */
  readonly #takers = new Map<number, Map<number, number>>();
  readonly #benders = new Map<number, Map<number, number>>();
  readonly #bundles = new Map<string, number>();
  readonly #board: Board;

  constructor(board: Board) {
    this.#board = board;
    this.columns = Math.floor(board.width / GRID) + 1;
    this.rows = Math.floor(board.height / GRID) + 1;
    const cells = this.columns * this.rows;
    this.#covered = new Uint8Array(cells);
    this.#borders = new Uint8Array(2 * cells);
    this.#taken = new Int32Array(2 * cells);
    this.#bends = new Int32Array(cells);
    for (const box of [...board.cards.map((card) => inflated(card, GRID)), ...board.frames.map(titleOf)]) {
      this.#mark(this.#covered, box);
    }
    for (const { x, y, width, height } of board.frames) {
      const [right, bottom] = [x + width, y + height];
      const corners = [
        { x, y },
        { x: right, y },
        { x: right, y: bottom },
        { x, y: bottom },
        { x, y },
      ];
      for (const [from, to] of stepsAlong(corners)) {
        this.#borders[this.#step(from.x, from.y, to.x, to.y)] = 1;
      }
    }
  }

  /** The number of a connection's bundle. */
  bundleOf({ bundle }: Pick<Connection, 'bundle'>): number {
    if (bundle === undefined) {
      return ALONE;
    }
    const known = this.#bundles.get(bundle) ?? this.#bundles.size + 1;
    this.#bundles.set(bundle, known);
    return known;
  }

  add(line: Line, index: number): void {
    this.#each(line, (map, array, at) => {
      map.set(at, (map.get(at) ?? new Map()).set(index, this.bundleOf(line)));
      array[at] = summaryOf(map.get(at));
    });
  }

  remove(line: Line, index: number): void {
    this.#each(line, (map, array, at) => {
      map.get(at)?.delete(index);
      array[at] = summaryOf(map.get(at));
    });
  }

  cell = ({ x, y }: Point): number => y * this.columns + x;

  /** Marks the cells of frames that the connection has no business in. */
  foreignTo({ from, to }: Connection): Uint8Array {
    const { cards, frames } = this.#board;
    const ends = [...cards, ...frames].filter(({ id }) => id === from || id === to);
    const foreign = new Uint8Array(this.columns * this.rows);
    for (const frame of frames) {
      if (
        !['account', 'region', 'lane'].includes(frame.look) &&
        !ends.some((end) => contains(frame, end) && frame.id !== end.id)
      ) {
        this.#mark(foreign, frame);
      }
    }
    return foreign;
  }

  /** Of the straight piece at a box. */
  stubCost(from: Point, to: Point, bundle: number): number {
    const middle = { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 };
    return (
      this.#lineCost(from.x, from.y, middle.x, middle.y, bundle) +
      this.#lineCost(middle.x, middle.y, to.x, to.y, bundle)
    );
  }

  bendCost(x: number, y: number, bundle: number): number {
    return this.#isThrough(x, y, bundle) ? TAKEN : 0;
  }

  /** From a cell to the next. */
  stepCost(x: number, y: number, nextX: number, nextY: number, bundle: number, foreign: Uint8Array): number {
    const cell = nextY * this.columns + nextX;
    if (
      nextX < 1 ||
      nextY < 1 ||
      nextX >= this.columns - 1 ||
      nextY >= this.rows - 1 ||
      this.#covered[cell] === 1
    ) {
      return Number.POSITIVE_INFINITY;
    }
    const along = this.#borders[this.#step(x, y, nextX, nextY)] === 1 ? ON_BORDER : 0;
    return this.#lineCost(x, y, nextX, nextY, bundle) + along + (foreign[cell] === 1 ? FOREIGN : 0);
  }

  #lineCost(x: number, y: number, nextX: number, nextY: number, bundle: number): number {
    const step = this.#step(x, y, nextX, nextY);
    const here = this.#taken[step] ?? FREE;
    if (here !== FREE) {
      return here === bundle && bundle !== ALONE ? JOINED : TAKEN;
    }
    if (isOthers(this.#bends[nextY * this.columns + nextX], bundle)) {
      return TAKEN;
    }
    const crossed = this.#isThrough(nextX, nextY, bundle) ? CROSSING : 0;
    const apart = x === nextX ? 2 : 2 * this.columns;
    const isBeside =
      isOthers(this.#taken[step + apart], bundle) || isOthers(this.#taken[step - apart], bundle);
    return STEP + crossed + (isBeside ? BESIDE : 0);
  }

  /** Whether a line of another bundle runs through the cell. */
  #isThrough(x: number, y: number, bundle: number): boolean {
    const at = (x + y * this.columns) * 2;
    return (
      isOthers(this.#taken[at], bundle) ||
      isOthers(this.#taken[at - 2], bundle) ||
      isOthers(this.#taken[at + 1], bundle) ||
      isOthers(this.#taken[at + 1 - 2 * this.columns], bundle)
    );
  }

  /** A step as a number: even to the right, odd downwards. */
  #step(x: number, y: number, nextX: number, nextY: number): number {
    const first = x < nextX || y < nextY ? y * this.columns + x : nextY * this.columns + nextX;
    return first * 2 + (x === nextX ? 1 : 0);
  }

  #each(
    { points }: Line,
    change: (map: Map<number, Map<number, number>>, array: Int32Array, at: number) => void,
  ): void {
    for (const [from, to] of stepsAlong(points)) {
      change(this.#takers, this.#taken, this.#step(from.x, from.y, to.x, to.y));
    }
    for (const { x, y } of points) {
      change(this.#benders, this.#bends, this.cell({ x: x / GRID, y: y / GRID }));
    }
  }

  #mark(cells: Uint8Array, { x, y, width, height }: Box): void {
    for (let column = Math.ceil(x / GRID); column * GRID <= x + width; column += 1) {
      for (let row = Math.ceil(y / GRID); row * GRID <= y + height; row += 1) {
        cells[row * this.columns + column] = 1;
      }
    }
  }
}

/** Of a bundle other than this, or of none. */
const isOthers = (taken: number | undefined, bundle: number): boolean =>
  taken !== undefined && taken !== FREE && (taken !== bundle || bundle === ALONE);

function summaryOf(takers: ReadonlyMap<number, number> | undefined): number {
  const [bundle = FREE, ...others] = new Set(takers?.values() ?? []);
  return others.length === 0 ? bundle : ALONE;
}
