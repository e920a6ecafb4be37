/**
 * Finds the lines of a plan's connections: on the grid, around cards, with few bends and crossings. When all are
 * found, each is taken up and found again, because early ones did not know of the later.
 *
 * Deterministic: the same plan gives the same lines.
 */
import { findLine } from './find-line.ts';
import { Floor } from './floor.ts';
import type { Board, Line } from './picture.ts';

/** At most; it ends when a round changes nothing. */
const ROUNDS = 6;

/** @throws when a connection names no box, or no line can reach it */
export function routeLines(board: Board): readonly Line[] {
  const floor = new Floor(board);
  const found: Line[] = [];
  let before = '';
  for (let round = 0; round < ROUNDS && before !== JSON.stringify(found); round += 1) {
    before = JSON.stringify(found);
    board.connections.forEach((connection, index) => {
      const old = found[index];
      if (old) {
        floor.remove(old, index);
      }
      const line = { ...connection, points: findLine(board, floor, connection) };
      floor.add(line, index);
      found[index] = line;
    });
  }
  return found;
}
