/**
 * The state machine as a board: lanes, cards for its states, and what connects them. The diagram in the
 * documentation and the picture in the console are both made from it, each in its own colours.
 *
 * All Fail states are one card, because nothing follows them and only their names differ. Folded, that card also
 * takes the states that undo a request, which make up half of the machine and which most executions never enter.
 */
import type { WorkflowDefinition, WorkflowState } from '../../handlers/contract/page.ts';
import type { Board, Card, Connection } from './drawing/picture.ts';
import type { LaneSizes } from './lanes.ts';
import { Lanes } from './lanes.ts';
import type { Lane, Seat } from './seats.ts';
import { seatsOf } from './seats.ts';
import { sidesOf } from './sides.ts';
import { stateCard, terminalCard } from './state-card.ts';
import type { Transition } from './transitions.ts';
import { endsWell, isAnswer, transitionsOf } from './transitions.ts';

/** Beside the states, whose ids are their names. */
export const [START, END, FAILS] = ['(start)', '(end)', '(fails)'] as const;
const MARGIN = 16;

export interface MachineLook extends LaneSizes {
  /** Shows on each state how often it is tried. */
  readonly hasBadges: boolean;
  /** Which of the states that undo a request are shown; the others are folded into the card of the Fail states. */
  readonly showsFailure: (state: string) => boolean;
  /** Failures begin higher than what leads to them where they would end lower than the path. */
  readonly isCompact: boolean;
}

export interface MachineBoard extends Board {
  readonly lanes: Lanes;
  /** Where the path of a code ends. */
  readonly pathBottom: number;
  /** The states in the card of the Fail states, in the machine's order; those that undo too, when folded. */
  readonly inFails: readonly WorkflowState[];
}

export function layOutMachine(definition: WorkflowDefinition, look: MachineLook): MachineBoard {
  const { states } = definition;
  const transitions = transitionsOf(definition);
  const { seats, firstFailure } = seatsOf(definition, transitions, {
    shows: look.showsFailure,
    ...(look.isCompact ? { rowsBelowFailures: Math.ceil(look.failsHeight / look.rowPitch) } : {}),
  });
  const laneOf = (name: string): Lane | undefined => seats.get(name)?.lane;
  const inFails = states.filter(({ name }) => !seats.has(name));
  const hidden = new Set(inFails.map(({ name }) => name));
  const isFolded = ![...seats.values()].some(({ lane }) => lane === 'failures');
  const lanes = new Lanes(seats.values(), look, hidden.size > 0 || !isFolded);
  const rowsIn = (lane: Lane): number[] =>
    [...seats.values()].filter((seat) => seat.lane === lane).map(({ row }) => row);
  const lastIn = (lane: Lane): number => Math.max(-1, ...rowsIn(lane));
  const end = lanes.terminalBox(Math.max(lastIn('path'), lastIn('answers') - 1) + 1);
  const failed = lanes.failsBox(isFolded ? firstFailure : lastIn('failures') + 1);
  const order = [...seats.keys()];
  const cards: Card[] = [
    terminalCard(START, 'Start', lanes.terminalBox(-1)),
    ...states
      .filter(({ name }) => !hidden.has(name))
      .sort((one, other) => order.indexOf(one.name) - order.indexOf(other.name))
      .flatMap((state) => {
        const seat = seats.get(state.name);
        return seat ? [stateCard(state, lanes.boxOf(seat), look.hasBadges)] : [];
      }),
    terminalCard(END, 'End', end),
    ...(hidden.size > 0
      ? [{ id: FAILS, ...failed, shape: 'fail', tone: 'outside', texts: [] } as const]
      : []),
  ];
  const pathBottom = end.y + end.height;
  const failuresBottom = Math.max(
    hidden.size > 0 ? failed.y + failed.height : 0,
    ...cards.filter(({ id }) => laneOf(id) === 'failures').map(({ y, height }) => y + height),
  );
  const bottom = Math.max(pathBottom, failuresBottom);
  return {
    lanes,
    pathBottom,
    inFails,
    width: lanes.width,
    height: bottom + 2 * MARGIN,
    frames: lanes.frames({
      answers: pathBottom,
      path: pathBottom,
      failures: isFolded ? Math.max(pathBottom, failuresBottom) : failuresBottom,
    }),
    cards,
    connections: connections(definition, transitions, seats, hidden, look.isCompact),
  };
}

function connections(
  { start_at, states }: WorkflowDefinition,
  transitions: readonly Transition[],
  seats: ReadonlyMap<string, Seat>,
  hidden: ReadonlySet<string>,
  isCompact: boolean,
): Connection[] {
  const onPath = (name: string): boolean => seats.get(name)?.lane === 'path';
  const all = transitions
    .filter(({ from, to }) => !hidden.has(from) && from !== to)
    .map((transition): Connection => {
      const { from, to, kind, label } = transition;
      const isHidden = hidden.has(to);
      return {
        from,
        to: isHidden ? FAILS : to,
        look: kind === 'catch' ? 'failure' : onPath(from) && onPath(to) ? 'main' : 'call',
        ...(isHidden && onPath(from) ? intoFold(kind) : sidesOf(transition, seats, isCompact)),
        ...(label === undefined || isHidden ? {} : { label }),
        ...(isHidden && kind === 'catch' ? { bundle: 'on errors' } : bundleOf(transition, seats)),
      };
    });
  // An answer's lane says that it ends, as the card of the Fail states does.
  const ends = states.filter((state) => endsWell(state) && !(isAnswer(state) && !onPath(state.name)));
  return [
    { from: START, to: hidden.has(start_at) ? FAILS : start_at, look: 'main' },
    // Several lead to the one card of the Fail states.
    ...all.filter(
      ({ from, to }, index) => all.findIndex((each) => each.from === from && each.to === to) === index,
    ),
    ...ends.map(({ name }): Connection => ({ from: name, to: END, look: 'main' })),
  ];
}

/** Errors fall into the card from above, and what leads there without one comes from the left. */
const intoFold = (kind: Transition['kind']): Pick<Connection, 'leaves' | 'reaches'> =>
  kind === 'catch' ? { leaves: ['right'], reaches: ['top'] } : { reaches: ['left'] };

/** Errors that lead to the same state, and ways that come back into the middle of the path. */
function bundleOf(
  { from, to, kind }: Transition,
  seats: ReadonlyMap<string, Seat>,
): Pick<Connection, 'bundle'> {
  const [start, end] = [seats.get(from), seats.get(to)];
  if (kind === 'catch') {
    return { bundle: `on errors, to ${to}` };
  }
  const isBack =
    start?.lane === 'path' && end?.lane === 'path' && start.column !== end.column && end.row > start.row + 1;
  return isBack && end.column === 1 ? { bundle: `back, to ${to}` } : {};
}
