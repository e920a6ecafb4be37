/**
 * Finds the cheapest line of a connection, by what the floor says each step costs: Lee's maze router (1961), searched
 * by A*.
 */
import { CellQueue } from './cell-queue.ts';
import type { Floor } from './floor.ts';
import { JOINED, STEP } from './floor.ts';
import type { Connection, Plan, Point } from './picture.ts';
import { GRID } from './picture.ts';
import type { Port } from './ports.ts';
import { portsOf, STUB } from './ports.ts';

/** In steps of the grid. */
const BEND = 5;
/** In the order of headings: right, down, left, up. */
const STEPS = [
  { x: 1, y: 0 },
  { x: 0, y: 1 },
  { x: -1, y: 0 },
  { x: 0, y: -1 },
] as const;

interface Reached {
  readonly at: number;
  readonly port: Port;
  readonly cost: number;
}

export function findLine(plan: Plan, floor: Floor, connection: Connection): readonly Point[] {
  const { bundle } = connection;
  const starts = portsOf(plan, connection, 'from');
  const ends = new Map(portsOf(plan, connection, 'to').map((port) => [floor.cell(port.cell), port]));
  const foreign = floor.foreignTo(connection);
  const atLeast = leastCost(plan, connection);
  const costs = new Map<number, number>();
  const cameFrom = new Map<number, number>();
  const queue = new CellQueue();
  const reach = (state: number, cost: number, from?: number): void => {
    if (cost < (costs.get(state) ?? Number.POSITIVE_INFINITY)) {
      costs.set(state, cost);
      if (from !== undefined) {
        cameFrom.set(state, from);
      }
      queue.push(state, cost + atLeast(cellIn(state)));
    }
  };
  const turn = (cell: Point, from: number, to: number): number =>
    from === to ? 0 : isBack(from, to) ? Number.POSITIVE_INFINITY : BEND + floor.bendCost(cell, bundle);

  for (const { border, cell, heading, cost } of starts) {
    reach(stateOf(cell, heading), cost + floor.stubCost(border, cell, bundle));
  }
  let best: Reached | undefined;
  for (
    let next = queue.pop();
    next && next.cost < (best?.cost ?? Number.POSITIVE_INFINITY);
    next = queue.pop()
  ) {
    const cell = cellIn(next.id);
    const heading = next.id % 4;
    const spent = costs.get(next.id) ?? 0;
    if (next.cost > spent + atLeast(cell)) {
      continue;
    }
    const port = ends.get(floor.cell(cell));
    if (port) {
      const cost =
        spent + turn(cell, heading, port.heading) + port.cost + floor.stubCost(cell, port.border, bundle);
      best = cost < (best?.cost ?? Number.POSITIVE_INFINITY) ? { at: next.id, port, cost } : best;
    }
    for (const [to, { x, y }] of STEPS.entries()) {
      const step = { x: cell.x + x, y: cell.y + y };
      reach(
        stateOf(step, to),
        spent + turn(cell, heading, to) + floor.stepCost(cell, step, bundle, foreign),
        next.id,
      );
    }
  }
  if (!best) {
    throw new Error(`No line reaches ${connection.to} from ${connection.from}`);
  }
  return pointsTo(best, cameFrom, starts);
}

const isBack = (from: number, to: number): boolean => (from + 2) % 4 === to;

/** A bound of the cost from a cell to the end, by which A* looks there first. */
function leastCost(plan: Plan, { to, bundle }: Connection): (cell: Point) => number {
  const box = [...plan.cards, ...plan.frames].find(({ id }) => id === to) ?? {
    x: 0,
    y: 0,
    width: 0,
    height: 0,
  };
  const each = bundle === undefined ? STEP : JOINED;
  const outside = (at: number, from: number, length: number): number =>
    Math.max(from / GRID - STUB - at, at - (from + length) / GRID - STUB, 0);
  return ({ x, y }) => each * (outside(x, box.x, box.width) + outside(y, box.y, box.height));
}

function pointsTo(
  { at, port }: Reached,
  cameFrom: ReadonlyMap<number, number>,
  starts: readonly Port[],
): readonly Point[] {
  const cells: Point[] = [];
  let first = at;
  for (let state: number | undefined = at; state !== undefined; state = cameFrom.get(state)) {
    cells.unshift(cellIn(state));
    first = state;
  }
  const start = starts.find(({ cell, heading }) => stateOf(cell, heading) === first);
  return withoutStraight([...(start ? [start.border] : []), ...cells, port.border]).map(({ x, y }) => ({
    x: x * GRID,
    y: y * GRID,
  }));
}

/** Only the ends and the bends. */
function withoutStraight(points: readonly Point[]): readonly Point[] {
  const different = points.filter(
    ({ x, y }, index) => points[index - 1]?.x !== x || points[index - 1]?.y !== y,
  );
  return different.filter(({ x, y }, index) => {
    const [before, after] = [different[index - 1], different[index + 1]];
    return !before || !after || (!(before.x === x && x === after.x) && !(before.y === y && y === after.y));
  });
}

/** A cell and the heading with which a line enters it, as one number. */
const COLUMNS = 1024;
const stateOf = ({ x, y }: Point, heading: number): number => (y * COLUMNS + x) * 4 + heading;
const cellIn = (state: number): Point => ({
  x: Math.floor(state / 4) % COLUMNS,
  y: Math.floor(state / 4 / COLUMNS),
});
