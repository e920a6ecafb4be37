/** The state machine's diagram as a plan, from the definition that is deployed. */
import type { Definition, State } from '../architecture/deployment.ts';
import type { IconName } from '../drawing/icons.ts';
import type { Card, Connection, Frame, Plan, Text } from '../drawing/picture.ts';
import { SIZES } from '../drawing/picture.ts';
import { wrap } from '../drawing/text-width.ts';
import type { Tone } from '../drawing/theme.ts';
import type { Lane, Seat } from './seats.ts';
import { isAnswer, seatsOf } from './seats.ts';
import type { Transition } from './transitions.ts';
import { transitionsOf } from './transitions.ts';

const STATE = { width: 136, height: 48 };
const PITCH = { x: 168, y: 80 };
const WIDTH = 1096;
/** Beside the states of the failures, for lines that pass them. */
const ASIDE = 24;
const TOP = 48;
const LANES: Readonly<
  Record<Lane, { readonly x: number; readonly columns: number; readonly title: string }>
> = {
  answers: { x: 16, columns: 1, title: 'Answers' },
  path: { x: 200, columns: 3, title: 'The path of a code' },
  failures: { x: 720, columns: 2, title: 'Failures' },
};
const TERMINAL = { width: 80, height: 32 };
const START = 'start';
const END = 'end';
const FAILS = 'fails';

export function planStateMachine(definition: Definition): Plan {
  const transitions = transitionsOf(definition);
  const seats = seatsOf(definition, transitions);
  const rows = Math.max(...[...seats.values()].map(({ row }) => row));
  const boxOf = ({ lane, row, column }: Seat) => ({
    x: LANES[lane].x + 16 + column * PITCH.x,
    y: TOP + 72 + row * PITCH.y,
    ...STATE,
  });
  const states = [...seats].map(([name, seat]) => stateCard(name, definition.States[name], boxOf(seat)));
  const fails = Object.entries(definition.States).filter(([, { Type }]) => Type === 'Fail');
  const middle = LANES.path.x + 16 + PITCH.x + STATE.width / 2 - TERMINAL.width / 2;
  const lastPath = Math.max(
    ...[...seats.values()].filter(({ lane }) => lane === 'path').map(({ row }) => row),
  );
  const bottom = TOP + 72 + (rows + 1) * PITCH.y;
  const cards: Card[] = [
    terminal(START, 'Start', middle, TOP + 8),
    ...states,
    terminal(END, 'End', middle, TOP + 72 + (lastPath + 1) * PITCH.y),
    failsCard(fails, bottom),
  ];
  const height = bottom + 88 + 16;
  const frames = (Object.keys(LANES) as Lane[]).map((lane): Frame => {
    const { x, columns, title } = LANES[lane];
    return {
      id: lane,
      x,
      y: 16,
      width: columns * PITCH.x + (lane === 'failures' ? ASIDE : 0),
      height: height - 16,
      title,
      look: 'lane',
    };
  });
  return {
    width: WIDTH,
    height: height + 48,
    title: 'Token Courier: the state machine',
    description: transitions
      .map(({ from, to, kind }) => `${from} ${kind === 'catch' ? 'fails to' : 'leads to'} ${to}.`)
      .join(' '),
    frames,
    cards,
    connections: connections(
      definition,
      transitions,
      seats,
      fails.map(([name]) => name),
    ),
    legend: [
      { look: 'main', words: 'the path of a code' },
      { look: 'call', words: 'to an answer, or after a failure' },
      { look: 'failure', words: 'on an error' },
    ],
  };
}

function stateCard(
  name: string,
  state: State | undefined,
  box: { x: number; y: number; width: number; height: number },
): Card {
  const isChoice = state?.Type === 'Choice';
  const [icon, tone] = lookOf(state);
  const words = wrap(shortened(name), box.width - (icon ? 44 : 28), SIZES.label, true);
  const tries = Math.max(0, ...(state?.Retry ?? []).map(({ MaxAttempts = 3 }) => MaxAttempts)) + 1;
  const texts: Text[] = [
    ...words.map((each) => ({ words: each, size: 12.5, isBold: true })),
    ...(tries > 1 ? [{ words: `${tries} attempts`, size: 11, isQuiet: true }] : []),
  ];
  return { id: name, ...box, shape: isChoice ? 'choice' : 'state', tone, ...(icon ? { icon } : {}), texts };
}

/** The lane says that it is an answer. */
const shortened = (name: string): string => {
  const words = name.replace(/^Answer: /, '');
  return words.slice(0, 1).toUpperCase() + words.slice(1);
};

function lookOf(state: State | undefined): [IconName | undefined, Tone] {
  if (isAnswer(state)) {
    return ['answer', 'entrance'];
  }
  if (state?.Type !== 'Task') {
    return [undefined, 'security'];
  }
  return state.Resource?.includes(':dynamodb:') ? ['table', 'data'] : ['function', 'compute'];
}

const terminal = (id: string, words: string, x: number, y: number): Card => ({
  id,
  x,
  y,
  ...TERMINAL,
  shape: 'terminal',
  tone: 'outside',
  texts: [{ words, size: 12.5, isBold: true }],
});

function failsCard(fails: readonly [string, State][], y: number): Card {
  return {
    id: FAILS,
    x: LANES.failures.x + 16,
    y,
    width: PITCH.x + STATE.width,
    height: 88,
    shape: 'fail',
    tone: 'outside',
    texts: [
      { words: 'The execution fails with', size: 12.5, isBold: true },
      ...wrap(
        fails.map(([, state]) => state.Error ?? '').join(', '),
        PITCH.x + STATE.width - 24,
        SIZES.text,
      ).map((words) => ({
        words,
        size: SIZES.text,
        isQuiet: true,
      })),
    ],
  };
}

function connections(
  definition: Definition,
  transitions: readonly Transition[],
  seats: ReadonlyMap<string, Seat>,
  fails: readonly string[],
): Connection[] {
  const onPath = (name: string): boolean => seats.get(name)?.lane === 'path';
  const all: Connection[] = transitions.map(({ from, to, kind, label }) => ({
    from,
    to: fails.includes(to) ? FAILS : to,
    look: kind === 'catch' ? 'failure' : onPath(from) && onPath(to) ? 'main' : 'call',
    ...(label === undefined || fails.includes(to) ? {} : { label }),
    ...(kind === 'catch' ? { bundle: `catch ${to}` } : {}),
  }));
  const ends = Object.entries(definition.States).filter(
    ([, state]) => state.Type === 'Task' && state.End === true,
  );
  return [
    { from: START, to: definition.StartAt, look: 'main' },
    ...all.filter(
      (each, index) => all.findIndex(({ from, to }) => from === each.from && to === each.to) === index,
    ),
    ...ends.map(([name]): Connection => ({ from: name, to: END, look: 'main' })),
  ];
}
