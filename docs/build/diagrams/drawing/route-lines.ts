/**
 * Finds the lines of a plan's connections: on the grid, around cards, with few bends and crossings. The method is
 * Lee's maze router (1961) with the floor's costs, searched by A*. After the first round every line
 * is taken up and found again, because early ones did not know of the later.
 *
 * Deterministic: the same plan gives the same lines.
 */
import { CellQueue } from './cell-queue.ts';
import { Floor, JOINED, STEP } from './floor.ts';
import type { Connection, Line, Plan, Point } from './picture.ts';
import { GRID } from './picture.ts';
import { portsOf, STUB } from './ports.ts';

/** In steps of the grid. */
const BEND = 5;
const ROUNDS = 3;
const STEPS = [
  { dx: 1, dy: 0 },
  { dx: 0, dy: 1 },
  { dx: -1, dy: 0 },
  { dx: 0, dy: -1 },
] as const;

/** @throws when a connection names no box, or no line can reach it */
export function routeLines(plan: Plan): readonly Line[] {
  const floor = new Floor(plan);
  const found: Line[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    plan.connections.forEach((connection, index) => {
      const before = found[index];
      if (before) {
        floor.remove(before, index);
      }
      const line = { ...connection, points: route(plan, floor, connection) };
      floor.add(line, index);
      found[index] = line;
    });
  }
  return found;
}

function route(plan: Plan, floor: Floor, connection: Connection): readonly Point[] {
  const starts = portsOf(plan, connection, 'from');
  const ends = new Map(portsOf(plan, connection, 'to').map((port) => [key(port.cell, port.heading), port]));
  const costs = new Map<number, number>();
  const cameFrom = new Map<number, number>();
  const queue = new CellQueue();
  const atLeast = leastCost(plan, connection);
  const reach = (id: number, cost: number, from: number | undefined): void => {
    if (cost >= (costs.get(id) ?? Number.POSITIVE_INFINITY)) {
      return;
    }
    costs.set(id, cost);
    if (from !== undefined) {
      cameFrom.set(id, from);
    }
    queue.push(id, cost + atLeast(unkey(id).cell));
  };
  const bundle = connection.bundle;
  const foreign = floor.foreignTo(connection);
  for (const port of starts) {
    const cost = port.cost + floor.stubCost(port.border, port.cell, bundle);
    if (Number.isFinite(cost)) {
      reach(key(port.cell, port.heading), cost, undefined);
    }
  }
  let best: { readonly id: number; readonly cost: number } | undefined;
  for (let next = queue.pop(); next; next = queue.pop()) {
    if (best && next.cost >= best.cost) {
      break;
    }
    const { cell, heading } = unkey(next.id);
    const spent = costs.get(next.id) ?? 0;
    if (next.cost > spent + atLeast(cell)) {
      continue;
    }
    const end = ends.get(next.id);
    if (end) {
      const cost = spent + end.cost + floor.stubCost(end.cell, end.border, bundle);
      if (cost < (best?.cost ?? Number.POSITIVE_INFINITY)) {
        best = { id: next.id, cost };
      }
    }
    STEPS.forEach(({ dx, dy }, turned) => {
      if ((turned + 2) % 4 === heading) {
        return;
      }
      const to = { x: cell.x + dx, y: cell.y + dy };
      const step =
        floor.stepCost(cell, to, bundle, foreign) +
        (turned === heading ? 0 : BEND + floor.bendCost(cell, bundle));
      if (Number.isFinite(step)) {
        reach(key(to, turned), spent + step, next.id);
      }
    });
  }
  if (!best) {
    throw new Error(`No line reaches ${connection.to} from ${connection.from}`);
  }
  return pointsAlong(best.id, cameFrom, starts, ends);
}

/** A bound of the cost from a cell to the end, by which A* looks there first. */
function leastCost(plan: Plan, { to, bundle }: Connection): (cell: Point) => number {
  const box = [...plan.cards, ...plan.frames].find(({ id }) => id === to);
  if (!box) {
    throw new Error(`There is no ${to} in the picture`);
  }
  const each = bundle === undefined ? STEP : JOINED;
  const outside = (at: number, from: number, length: number): number =>
    Math.max(from / GRID - STUB - at, at - (from + length) / GRID - STUB, 0);
  return ({ x, y }) => each * (outside(x, box.x, box.width) + outside(y, box.y, box.height));
}

type Ports = ReturnType<typeof portsOf>;

function pointsAlong(
  last: number,
  cameFrom: Map<number, number>,
  starts: Ports,
  ends: Map<number, Ports[number]>,
) {
  const cells = [unkey(last).cell];
  let first = last;
  for (let id = cameFrom.get(last); id !== undefined; id = cameFrom.get(id)) {
    cells.unshift(unkey(id).cell);
    first = id;
  }
  const start = starts.find(({ cell, heading }) => key(cell, heading) === first);
  const end = ends.get(last);
  const all = [...(start ? [start.border] : []), ...cells, ...(end ? [end.border] : [])];
  return withoutStraight(all).map(({ x, y }) => ({ x: x * GRID, y: y * GRID }));
}

/** Only the ends and the bends. */
function withoutStraight(points: readonly Point[]): readonly Point[] {
  const different = points.filter((point, index) => {
    const before = points[index - 1];
    return !before || before.x !== point.x || before.y !== point.y;
  });
  return different.filter((point, index) => {
    const [before, after] = [different[index - 1], different[index + 1]];
    return (
      !before ||
      !after ||
      !((before.x === point.x && point.x === after.x) || (before.y === point.y && point.y === after.y))
    );
  });
}

/** A cell and the direction in which a line enters it, as one number. */
const WIDEST = 1024;
const key = ({ x, y }: Point, heading: number): number => (y * WIDEST + x) * 4 + heading;
const unkey = (id: number): { readonly cell: Point; readonly heading: number } => ({
  cell: { x: Math.floor(id / 4) % WIDEST, y: Math.floor(id / 4 / WIDEST) },
  heading: id % 4,
});
