/**
 * Finds the cheapest line of a connection, by what the floor says each step costs: Lee's maze router (1961), searched
 * by A*.
 */
import { CellQueue } from './cell-queue.ts';
import type { Floor } from './floor.ts';
import { JOINED, STEP } from './floor.ts';
import type { Board, Connection, Point } from './picture.ts';
import { GRID } from './picture.ts';
import type { Port } from './ports.ts';
import { portsOf, STUB } from './ports.ts';

/** In steps of the grid. */
const BEND = 5;
/** In the order of headings: right, down, left, up. */
const STEPS_X = [1, 0, -1, 0];
const STEPS_Y = [0, 1, 0, -1];
const HEADINGS = 4;
/** A state of the search is a cell and the heading with which a line enters it, as one number. */
const NOWHERE = -1;

interface Reached {
  readonly at: number;
  readonly port: Port;
  readonly cost: number;
}

export function findLine(board: Board, floor: Floor, connection: Connection): readonly Point[] {
  const bundle = floor.bundleOf(connection);
  const starts = portsOf(board, connection, 'from');
  const ends = new Map(portsOf(board, connection, 'to').map((port) => [floor.cell(port.cell), port]));
  const foreign = floor.foreignTo(connection);
  const atLeast = leastCost(board, connection);
  const { columns } = floor;
  const costs = new Float64Array(columns * floor.rows * HEADINGS).fill(Number.POSITIVE_INFINITY);
  const cameFrom = new Int32Array(costs.length).fill(NOWHERE);
  const queue = new CellQueue();
  const reach = (x: number, y: number, heading: number, cost: number, from: number): void => {
    const state = (y * columns + x) * HEADINGS + heading;
    if (cost < (costs[state] ?? 0)) {
      costs[state] = cost;
      cameFrom[state] = from;
      queue.push(state, cost + atLeast(x, y));
    }
  };
  const turn = (x: number, y: number, from: number, to: number): number =>
    from === to ? 0 : isBack(from, to) ? Number.POSITIVE_INFINITY : BEND + floor.bendCost(x, y, bundle);

  for (const { border, cell, heading, cost } of starts) {
    reach(cell.x, cell.y, heading, cost + floor.stubCost(border, cell, bundle), NOWHERE);
  }
  let best: Reached | undefined;
  while (queue.leastCost < (best?.cost ?? Number.POSITIVE_INFINITY)) {
    const cost = queue.leastCost;
    const next = queue.pop();
    const heading = next % HEADINGS;
    const at = (next - heading) / HEADINGS;
    const x = at % columns;
    const y = (at - x) / columns;
    const spent = costs[next] ?? 0;
    if (cost > spent + atLeast(x, y)) {
      continue;
    }
    const port = ends.get(at);
    if (port) {
      const total =
        spent +
        turn(x, y, heading, port.heading) +
        port.cost +
        floor.stubCost(port.cell, port.border, bundle);
      best = total < (best?.cost ?? Number.POSITIVE_INFINITY) ? { at: next, port, cost: total } : best;
    }
    for (let to = 0; to < HEADINGS; to += 1) {
      if (!isBack(heading, to)) {
        const nextX = x + (STEPS_X[to] ?? 0);
        const nextY = y + (STEPS_Y[to] ?? 0);
        const step = floor.stepCost(x, y, nextX, nextY, bundle, foreign);
        if (step !== Number.POSITIVE_INFINITY) {
          reach(nextX, nextY, to, spent + turn(x, y, heading, to) + step, next);
        }
      }
    }
  }
  if (!best) {
    throw new Error(`No line reaches ${connection.to} from ${connection.from}`);
  }
  return pointsTo(best, cameFrom, starts, columns);
}

const isBack = (from: number, to: number): boolean => (from + 2) % HEADINGS === to;

/** A bound of the cost from a cell to the end, by which A* looks there first. */
function leastCost(board: Board, { to, bundle }: Connection): (x: number, y: number) => number {
  const box = [...board.cards, ...board.frames].find(({ id }) => id === to) ?? {
    x: 0,
    y: 0,
    width: 0,
    height: 0,
  };
  const each = bundle === undefined ? STEP : JOINED;
  const outside = (at: number, from: number, length: number): number =>
    Math.max(from / GRID - STUB - at, at - (from + length) / GRID - STUB, 0);
  return (x, y) => each * (outside(x, box.x, box.width) + outside(y, box.y, box.height));
}

function pointsTo(
  { at, port }: Reached,
  cameFrom: Int32Array,
  starts: readonly Port[],
  columns: number,
): readonly Point[] {
  const cells: Point[] = [];
  let first = at;
  for (let state = at; state !== NOWHERE; state = cameFrom[state] ?? NOWHERE) {
    const cell = Math.floor(state / HEADINGS);
    cells.unshift({ x: cell % columns, y: Math.floor(cell / columns) });
    first = state;
  }
  const start = starts.find(
    ({ cell: { x, y }, heading }) => (y * columns + x) * HEADINGS + heading === first,
  );
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
