/** What the diagram says of a state: its name, what it calls, and how often. */
import type { State } from '../architecture/deployment.ts';
import type { IconName } from '../drawing/icons.ts';
import type { Box, Card } from '../drawing/picture.ts';
import { SIZES } from '../drawing/picture.ts';
import { wrap } from '../drawing/text-width.ts';
import type { Tone } from '../drawing/theme.ts';
import { isAnswer } from './seats.ts';

/** What a state's icon, and the round ends of a choice, leave for its name. */
const BESIDE_ICON = 42;
const IN_CHOICE = 28;
const BESIDE_NOTHING = 20;

export function stateCard(name: string, state: State | undefined, box: Box): Card {
  const { icon, tone } = lookOf(state);
  const isChoice = state?.Type === 'Choice';
  const taken = icon ? BESIDE_ICON : isChoice ? IN_CHOICE : BESIDE_NOTHING;
  const attempts = Math.max(0, ...(state?.Retry ?? []).map(({ MaxAttempts = 3 }) => MaxAttempts)) + 1;
  return {
    id: name,
    ...box,
    shape: isChoice ? 'choice' : 'state',
    tone,
    ...(icon ? { icon } : {}),
    ...(attempts > 1 ? { badge: `×${attempts}` } : {}),
    texts: wrap(shortened(name), box.width - taken, SIZES.label, true).map((words) => ({
      words,
      size: SIZES.label,
      isBold: true,
    })),
  };
}

export const terminalCard = (id: string, words: string, box: Box): Card => ({
  id,
  ...box,
  shape: 'terminal',
  tone: 'outside',
  texts: [{ words, size: SIZES.label, isBold: true }],
});

/** All Fail states as one card: nothing follows them, and only their names differ. */
export function failsCard(id: string, errors: readonly string[], box: Box): Card {
  const names = wrap(errors.join(', '), box.width - 24, SIZES.text);
  return {
    id,
    ...box,
    shape: 'fail',
    tone: 'outside',
    texts: [
      { words: 'The execution fails with', size: SIZES.label, isBold: true },
      ...names.map((words) => ({ words, size: SIZES.text, isQuiet: true })),
    ],
  };
}

/** The lane says that it is an answer. */
function shortened(name: string): string {
  const words = name.replace(/^Answer: /, '');
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}

function lookOf(state: State | undefined): { readonly icon?: IconName; readonly tone: Tone } {
  if (isAnswer(state)) {
    return { icon: 'answer', tone: 'entrance' };
  }
  if (state?.Type !== 'Task') {
    return { tone: 'security' };
  }
  return state.Resource?.includes(':dynamodb:')
    ? { icon: 'table', tone: 'data' }
    : { icon: 'function', tone: 'compute' };
}
