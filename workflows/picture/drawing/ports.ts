/** Where lines may leave or reach a box: on its sides, away from the corners, best in the middle. */
import { markOf } from './card-mark.ts';
import type { Board, Box, Connection, Point, Side } from './picture.ts';
import { contains, GRID, inflated } from './picture.ts';

/** Cells of the grid. */
const FROM_CORNER = 2;
/** The straight piece between the border and the first bend, which has room for the arrowhead. */
export const STUB = 2;
/** Half its width, in units of the picture. */
const ARROWHEAD = 5;
const OFF_MIDDLE = 6;
/** Where lines that are joined arrive does not matter. */
const OFF_MIDDLE_OF_USE = 1;
/** The path of a code is to be straight. */
const OFF_MIDDLE_OF_MAIN = 20;

export interface Port {
  /** The point on the border, and the cell where a line begins or ends to bend; both in cells. */
  readonly border: Point;
  readonly cell: Point;
  /** 0 right, 1 down, 2 left, 3 up: of a line that leaves here, or reaches it. */
  readonly heading: number;
  readonly cost: number;
}

const SIDES: readonly Side[] = ['right', 'bottom', 'left', 'top'];

export function portsOf(board: Board, connection: Connection, end: 'from' | 'to'): readonly Port[] {
  const id = connection[end];
  const box = [...board.cards, ...board.frames].find((each) => each.id === id);
  if (!box) {
    throw new Error(`There is no ${id} in the picture`);
  }
  const sides = (end === 'from' ? connection.leaves : connection.reaches) ?? SIDES;
  const offMiddle =
    { main: OFF_MIDDLE_OF_MAIN, use: OFF_MIDDLE_OF_USE }[connection.look as string] ?? OFF_MIDDLE;
  const mark = markOf(box);
  return sides
    .flatMap((side) => portsOn(box, side, end, offMiddle))
    .filter(({ border }) => !mark || !contains(inflated(mark, ARROWHEAD), pointBox(border)));
}

const pointBox = ({ x, y }: Point): Box => ({ x: x * GRID, y: y * GRID, width: 0, height: 0 });

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
      cost: (Math.abs(at - length / 2) / length) * offMiddle,
    });
  }
  return ports;
}
