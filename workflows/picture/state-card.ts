/** What a state's card says: its name, what it calls, and how often. */
import type { WorkflowState } from '../../handlers/contract/page.ts';
import type { IconName } from './drawing/icons.ts';
import type { Box, Card, Tone } from './drawing/picture.ts';
import { SIZES } from './drawing/picture.ts';
import { wrap } from './drawing/text-width.ts';
import { isAnswer } from './transitions.ts';

/** What a state's icon, and the round ends of a choice, leave for its name. */
const BESIDE_ICON = 42;
const IN_CHOICE = 28;
const BESIDE_NOTHING = 20;

export function stateCard(state: WorkflowState, box: Box, hasBadge: boolean): Card {
  const { icon, tone } = lookOf(state);
  const { name, type, max_retries: retries = 0 } = state;
  const isChoice = type === 'Choice';
  const taken = icon ? BESIDE_ICON : isChoice ? IN_CHOICE : BESIDE_NOTHING;
  return {
    id: name,
    ...box,
    shape: isChoice ? 'choice' : 'state',
    tone,
    ...(icon ? { icon } : {}),
    ...(hasBadge && retries > 0 ? { badge: `×${retries + 1}` } : {}),
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

/** The lane says that it is an answer. */
function shortened(name: string): string {
  const words = name.replace(/^Answer: /, '');
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}

function lookOf(state: WorkflowState): { readonly icon?: IconName; readonly tone: Tone } {
  if (isAnswer(state)) {
    return { icon: 'answer', tone: 'entrance' };
  }
  if (state.type !== 'Task') {
    return { tone: 'security' };
  }
  return state.calls?.service === 'dynamodb'
    ? { icon: 'table', tone: 'data' }
    : { icon: 'function', tone: 'compute' };
}
