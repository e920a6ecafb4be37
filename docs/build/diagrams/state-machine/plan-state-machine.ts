/** The state machine's diagram as a plan, from the definition that is deployed. */
import type { DeployedDefinition } from '../../../../workflows/picture/deployed-definition.ts';
import type { Card, Legend, Plan } from '../../../../workflows/picture/drawing/picture.ts';
import { SIZES } from '../../../../workflows/picture/drawing/picture.ts';
import { wrap } from '../../../../workflows/picture/drawing/text-width.ts';
import type { MachineLook } from '../../../../workflows/picture/lay-out-machine.ts';
import { FAILS, layOutMachine } from '../../../../workflows/picture/lay-out-machine.ts';
import type { Transition } from '../../../../workflows/picture/transitions.ts';
import { transitionsOf } from '../../../../workflows/picture/transitions.ts';
import { workflowDefinition } from '../../../../workflows/picture/workflow-definition.ts';

const LOOK: MachineLook = {
  stateHeight: 48,
  rowPitch: 80,
  failsHeight: 80,
  hasNarrowFails: false,
  hasBadges: true,
  showsFailure: () => true,
  isCompact: false,
};
/** Between the path and the legend below it. */
const ABOVE_LEGEND = 56;

const LEGEND: readonly Legend[] = [
  { look: 'main', words: 'the path of a code' },
  { look: 'call', words: 'to an answer, or after a failure' },
  { look: 'failure', words: 'on an error' },
  { look: 'badge', words: 'attempts, where an error may be temporary' },
];

export function planStateMachine(deployed: DeployedDefinition): Plan {
  const definition = workflowDefinition(deployed);
  const { lanes, pathBottom, inFails, ...board } = layOutMachine(definition, LOOK);
  const errors = inFails.map(({ error = '' }) => error);
  return {
    ...board,
    title: 'Token Courier: the state machine',
    description: inWords(transitionsOf(definition)),
    cards: board.cards.map((card) => (card.id === FAILS ? failsCard(card, errors) : card)),
    legend: LEGEND,
    legendAt: { x: lanes.left('path'), y: pathBottom + ABOVE_LEGEND },
  };
}

function failsCard(card: Card, errors: readonly string[]): Card {
  const names = wrap(errors.join(', '), card.width - 24, SIZES.text);
  return {
    ...card,
    texts: [
      { words: 'The execution fails with', size: SIZES.label, isBold: true },
      ...names.map((words) => ({ words, size: SIZES.text, isQuiet: true })),
    ],
  };
}

const inWords = (transitions: readonly Transition[]): string =>
  transitions
    .map(({ from, to, kind }) => `${from}: ${kind === 'catch' ? 'on an error, ' : ''}${to}.`)
    .join(' ');
