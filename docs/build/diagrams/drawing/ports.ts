/** Where lines may leave or reach a box: on its sides, away from the corners, best in the middle. */
import type { Box, Connection, Plan, Point, Side } from './picture.ts';
import { GRID } from './picture.ts';

/** Cells of the grid. */
const FROM_CORNER = 2;
/** The straight piece between the border and the first bend, which has room for the arrowhead. */
export const STUB = 2;
const OFF_MIDDLE = 0.35;
/** Where lines that are joined arrive does not matter. */
const OFF_MIDDLE_OF_USE = 0.05;
/** The path of a code is to be straight. */
const OFF_MIDDLE_OF_MAIN = 1.5;

export interface Port {
  /** The point on the border, and the cell where a line begins or ends to bend; both in cells. */
  readonly border: Point;
  readonly cell: Point;
  /** 0 right, 1 down, 2 left, 3 up: of a line that leaves here, or reaches it. */
  readonly heading: number;
  readonly cost: number;
}

const SIDES: readonly Side[] = ['right', 'bottom', 'left', 'top'];

export function portsOf(plan: Plan, connection: Connection, end: 'from' | 'to'): readonly Port[] {
  const id = connection[end];
  const box = [...plan.cards, ...plan.frames].find((each) => each.id === id);
  if (!box) {
    throw new Error(`There is no ${id} in the picture`);
  }
  const sides = (end === 'from' ? connection.leaves : connection.reaches) ?? SIDES;
  const offMiddle =
    { main: OFF_MIDDLE_OF_MAIN, use: OFF_MIDDLE_OF_USE }[connection.look as string] ?? OFF_MIDDLE;
  return sides.flatMap((side) => portsOn(box, side, end, offMiddle));
}

function portsOn(box: Box, side: Side, end: 'from' | 'to', offMiddle: number): Port[] {
  const outwards = SIDES.indexOf(side);
  const isLevel = outwards % 2 === 0;
  const length = Math.round((isLevel ? box.height : box.width) / GRID);
  const corner = length > 2 * FROM_CORNER ? FROM_CORNER : 1;
  const left = Math.round(box.x / GRID);
  const top = Math.round(box.y / GRID);
  const ports: Port[] = [];
  for (let at = corner; at <= length - corner; at += 1) {
    const border = isLevel
      ? { x: left + (side === 'right' ? Math.round(box.width / GRID) : 0), y: top + at }
      : { x: left + at, y: top + (side === 'bottom' ? Math.round(box.height / GRID) : 0) };
    const out = side === 'right' || side === 'bottom' ? STUB : -STUB;
    ports.push({
      border,
      cell: isLevel ? { x: border.x + out, y: border.y } : { x: border.x, y: border.y + out },
      heading: end === 'from' ? outwards : (outwards + 2) % 4,
      cost: Math.abs(at - length / 2) * offMiddle,
    });
  }
  return ports;
}
