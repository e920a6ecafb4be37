/**
 * The state machine as the page draws it: the lanes of the documentation's diagram (workflows/picture/), with room
 * in each state for what became of it.
 *
 * Deterministic: the same definition always gives the same picture.
 */
import type { WorkflowDefinition, WorkflowState } from '../../../../handlers/contract/page.ts';
import { headPath, linePath } from '../../../../workflows/picture/drawing/line-path.ts';
import type { Card, Frame, Label, Look } from '../../../../workflows/picture/drawing/picture.ts';
import { GRID } from '../../../../workflows/picture/drawing/picture.ts';
import { findPlaces } from '../../../../workflows/picture/drawing/place-labels.ts';
import { routeLines } from '../../../../workflows/picture/drawing/route-lines.ts';
import { undrawnPieces } from '../../../../workflows/picture/drawing/undrawn-pieces.ts';
import { layOutMachine } from '../../../../workflows/picture/lay-out-machine.ts';

/** Units of the picture: pixels at its natural size. */
const STATE_HEIGHT = 56;
const ROW_PITCH = 88;
/** Of the card of the Fail states: its title, and a row for each. */
export const FAILS = { title: 32, row: 20, padding: 8 } as const;

export interface DrawnLine {
  readonly from: string;
  readonly to: string;
  readonly look: Look;
  /** The whole line, and what of it no other line of its bundle draws. */
  readonly path: string;
  readonly ownPath: string;
  readonly head: string;
}

export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly lanes: readonly Frame[];
  readonly cards: readonly Card[];
  readonly lines: readonly DrawnLine[];
  readonly labels: readonly Label[];
  /** In the card of the Fail states: those states, and what else is folded into it. */
  readonly folded: readonly WorkflowState[];
}

/** @param shows whether a state is shown from which an execution can only fail */
export function layout(definition: WorkflowDefinition, shows: (failing: string) => boolean): Layout {
  const failCount = definition.states.filter(({ type }) => type === 'Fail').length;
  const board = layOutMachine(definition, {
    stateHeight: STATE_HEIGHT,
    rowPitch: ROW_PITCH,
    failsHeight: onGrid(FAILS.title + FAILS.row * failCount + FAILS.padding),
    hasNarrowFails: true,
    hasBadges: false,
    showsFailure: shows,
    isCompact: true,
  });
  const lines = routeLines(board);
  const pieces = undrawnPieces(lines);
  return {
    width: board.width,
    height: board.height,
    lanes: board.frames,
    cards: board.cards,
    lines: lines.map(({ from, to, look, points }, index) => ({
      from,
      to,
      look,
      path: linePath(points, [points]),
      ownPath: linePath(points, pieces[index] ?? [points]),
      head: headPath(points),
    })),
    labels: findPlaces(board, lines).labels,
    folded: board.inFails,
  };
}

const onGrid = (length: number): number => Math.ceil(length / GRID) * GRID;
