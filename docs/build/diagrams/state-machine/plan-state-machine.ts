/** The state machine's diagram as a plan, from the definition that is deployed. */
import type { Definition } from '../architecture/deployment.ts';
import type { Box, Card, Connection, Legend, Plan } from '../drawing/picture.ts';
import { boxOf, failsBox, laneFrames, laneLeft, PAGE_WIDTH, terminalBox } from './lanes.ts';
import type { Lane, Seat } from './seats.ts';
import { seatsOf } from './seats.ts';
import { sidesOf } from './sides.ts';
import { failsCard, stateCard, terminalCard } from './state-card.ts';
import type { Transition } from './transitions.ts';
import { transitionsOf } from './transitions.ts';

/** Beside the states, whose ids are their names. */
const [START, END, FAILS] = ['(start)', '(end)', '(fails)'] as const;
const MARGIN = 16;
/** Between the path and the legend below it. */
const ABOVE_LEGEND = 56;

const LEGEND: readonly Legend[] = [
  { look: 'main', words: 'the path of a code' },
  { look: 'call', words: 'to an answer, or after a failure' },
  { look: 'failure', words: 'on an error' },
  { look: 'badge', words: 'attempts, where an error may be temporary' },
];

export function planStateMachine(definition: Definition): Plan {
  const { States } = definition;
  const transitions = transitionsOf(definition);
  const seats = seatsOf(definition, transitions);
  const fails = Object.entries(States).filter(([, { Type }]) => Type === 'Fail');
  const lastIn = (lane: Lane): number =>
    Math.max(...[...seats.values()].filter((seat) => seat.lane === lane).map(({ row }) => row));
  const errors = fails.map(([, state]) => state.Error ?? '');
  const end = terminalBox(lastIn('path') + 1);
  const failed = failsBox(lastIn('failures') + 1);
  const cards: Card[] = [
    terminalCard(START, 'Start', terminalBox(-1)),
    ...[...seats].map(([name, seat]) => stateCard(name, States[name], boxOf(seat))),
    terminalCard(END, 'End', end),
    failsCard(FAILS, errors, failed),
  ];
  const bottomOf = ({ y, height }: Box): number => y + height;
  return {
    width: PAGE_WIDTH,
    height: bottomOf(failed) + 2 * MARGIN,
    title: 'Token Courier: the state machine',
    description: inWords(transitions),
    frames: laneFrames({ answers: bottomOf(end), path: bottomOf(end), failures: bottomOf(failed) }),
    cards,
    connections: connections(definition, transitions, seats),
    legend: LEGEND,
    legendAt: { x: laneLeft('path'), y: bottomOf(end) + ABOVE_LEGEND },
  };
}

function connections(
  { StartAt, States }: Definition,
  transitions: readonly Transition[],
  seats: ReadonlyMap<string, Seat>,
): Connection[] {
  const onPath = (name: string): boolean => seats.get(name)?.lane === 'path';
  const all = transitions.map((transition): Connection => {
    const { from, to, kind, label } = transition;
    const isFail = States[to]?.Type === 'Fail';
    return {
      from,
      to: isFail ? FAILS : to,
      look: kind === 'catch' ? 'failure' : onPath(from) && onPath(to) ? 'main' : 'call',
      ...sidesOf(transition, seats),
      ...(label === undefined || isFail ? {} : { label }),
      ...bundleOf(transition, seats),
    };
  });
  const ends = Object.keys(States).filter(
    (name) => States[name]?.Type === 'Task' && States[name]?.End === true,
  );
  return [
    { from: START, to: StartAt, look: 'main' },
    // Several lead to the one card of the Fail states.
    ...all.filter(
      ({ from, to }, index) => all.findIndex((each) => each.from === from && each.to === to) === index,
    ),
    ...ends.map((name): Connection => ({ from: name, to: END, look: 'main' })),
  ];
}

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

const inWords = (transitions: readonly Transition[]): string =>
  transitions
    .map(({ from, to, kind }) => `${from}: ${kind === 'catch' ? 'on an error, ' : ''}${to}.`)
    .join(' ');
