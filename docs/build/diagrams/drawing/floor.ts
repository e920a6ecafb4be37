/**
 * The floor on which lines are routed: which cells cards and titles cover, which steps other lines take, and what
 * each step costs. Infinity forbids one. Points are cells here, not units of the picture.
 */
import type { Box, Connection, Line, Plan, Point } from './picture.ts';
import { contains, GRID, inflated, titleOf } from './picture.ts';
import { stepsAlong } from './steps-along.ts';

export const STEP = 1;
/** On a line of the own bundle, which makes lines join. */
export const JOINED = 0.15;
const CROSSING = 14;
/** Beside another line, where two are hard to tell apart. */
const BESIDE = 1.5;
/** Along the border of a frame. */
const ON_BORDER = 6;
/** Through a frame that has neither end. */
const FOREIGN = 4;

interface Way {
  readonly line: number;
  readonly bundle: string | undefined;
}

export class Floor {
  readonly columns: number;
  readonly #rows: number;
  readonly #covered = new Set<number>();
  readonly #borders = new Set<number>();
  readonly #taken = new Map<number, Way[]>();
  readonly #bends = new Map<number, Way[]>();
  readonly #plan: Plan;

  constructor(plan: Plan) {
    this.#plan = plan;
    this.columns = Math.floor(plan.width / GRID) + 1;
    this.#rows = Math.floor(plan.height / GRID) + 1;
    for (const box of [...plan.cards.map((card) => inflated(card, GRID)), ...plan.frames.map(titleOf)]) {
      for (const cell of this.#cellsIn(box)) {
        this.#covered.add(cell);
      }
    }
    for (const { x, y, width, height } of plan.frames) {
      const [right, bottom] = [x + width, y + height];
      const corners = [
        { x, y },
        { x: right, y },
        { x: right, y: bottom },
        { x, y: bottom },
        { x, y },
      ];
      for (const [from, to] of stepsAlong(corners)) {
        this.#borders.add(this.#step(from, to));
      }
    }
  }

  add({ points, bundle }: Line, line: number): void {
    for (const [from, to] of stepsAlong(points)) {
      put(this.#taken, this.#step(from, to), { line, bundle });
    }
    for (const { x, y } of points) {
      put(this.#bends, this.cell({ x: x / GRID, y: y / GRID }), { line, bundle });
    }
  }

  remove({ points }: Line, line: number): void {
    for (const [from, to] of stepsAlong(points)) {
      take(this.#taken, this.#step(from, to), line);
    }
    for (const { x, y } of points) {
      take(this.#bends, this.cell({ x: x / GRID, y: y / GRID }), line);
    }
  }

  cell = ({ x, y }: Point): number => y * this.columns + x;

  /** The cells of frames that the connection has no business in. */
  foreignTo({ from, to }: Connection): ReadonlySet<number> {
    const { cards, frames } = this.#plan;
    const ends = [...cards, ...frames].filter(({ id }) => id === from || id === to);
    const foreign = frames.filter(
      (frame) =>
        !['account', 'region', 'lane'].includes(frame.look) &&
        !ends.some((end) => contains(frame, end) && frame.id !== end.id),
    );
    return new Set(foreign.flatMap((frame) => this.#cellsIn(frame)));
  }

  /** Of the straight piece at a box, which no line of another bundle may share. */
  stubCost(from: Point, to: Point, bundle: string | undefined): number {
    const middle = { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 };
    return this.#lineCost(from, middle, bundle) + this.#lineCost(middle, to, bundle);
  }

  bendCost(at: Point, bundle: string | undefined): number {
    return this.#isThrough(at, bundle) ? Number.POSITIVE_INFINITY : 0;
  }

  stepCost(from: Point, to: Point, bundle: string | undefined, foreign: ReadonlySet<number>): number {
    const cell = this.cell(to);
    if (
      to.x < 1 ||
      to.y < 1 ||
      to.x >= this.columns - 1 ||
      to.y >= this.#rows - 1 ||
      this.#covered.has(cell)
    ) {
      return Number.POSITIVE_INFINITY;
    }
    const along = this.#borders.has(this.#step(from, to)) ? ON_BORDER : 0;
    return this.#lineCost(from, to, bundle) + along + (foreign.has(cell) ? FOREIGN : 0);
  }

  #lineCost(from: Point, to: Point, bundle: string | undefined): number {
    const here = this.#taken.get(this.#step(from, to)) ?? [];
    if (here.length > 0) {
      return here.every((way) => isSame(way, bundle)) ? JOINED : Number.POSITIVE_INFINITY;
    }
    if (this.#bends.get(this.cell(to))?.some((way) => !isSame(way, bundle))) {
      return Number.POSITIVE_INFINITY;
    }
    const crossed = this.#isThrough(to, bundle) ? CROSSING : 0;
    return STEP + crossed + (this.#isBeside(from, to, bundle) ? BESIDE : 0);
  }

  /** Whether a line of another bundle runs through the cell. */
  #isThrough({ x, y }: Point, bundle: string | undefined): boolean {
    const at = (x + y * this.columns) * 2;
    return [at, at - 2, at + 1, at + 1 - 2 * this.columns].some((step) => this.#isOthers(step, bundle));
  }

  #isBeside(from: Point, to: Point, bundle: string | undefined): boolean {
    const step = this.#step(from, to);
    const apart = from.x === to.x ? 2 : 2 * this.columns;
    return this.#isOthers(step + apart, bundle) || this.#isOthers(step - apart, bundle);
  }

  #isOthers(step: number, bundle: string | undefined): boolean {
    return this.#taken.get(step)?.some((way) => !isSame(way, bundle)) ?? false;
  }

  /** A step as a number: even to the right, odd downwards. */
  #step(one: Point, other: Point): number {
    const first = one.x < other.x || one.y < other.y ? one : other;
    return this.cell(first) * 2 + (one.x === other.x ? 1 : 0);
  }

  #cellsIn({ x, y, width, height }: Box): number[] {
    const cells: number[] = [];
    for (let column = Math.ceil(x / GRID); column * GRID <= x + width; column += 1) {
      for (let row = Math.ceil(y / GRID); row * GRID <= y + height; row += 1) {
        cells.push(this.cell({ x: column, y: row }));
      }
    }
    return cells;
  }
}

/** Without a bundle, a line shares with none. */
const isSame = (way: Way, bundle: string | undefined): boolean =>
  bundle !== undefined && way.bundle === bundle;

function put(map: Map<number, Way[]>, key: number, way: Way): void {
  map.set(key, [...(map.get(key) ?? []), way]);
}

function take(map: Map<number, Way[]>, key: number, line: number): void {
  const left = (map.get(key) ?? []).filter((way) => way.line !== line);
  if (left.length > 0) {
    map.set(key, left);
  } else {
    map.delete(key);
  }
}
