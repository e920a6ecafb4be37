/** The transitions of a state machine, each with what decides that it is taken, in a word. */
import type { Definition, State } from '../architecture/deployment.ts';

export interface Transition {
  readonly from: string;
  readonly to: string;
  readonly kind: 'next' | 'choice' | 'default' | 'catch';
  readonly label?: string;
}

/** One for each pair of states: several choices, or errors, may lead to the same state. */
export function transitionsOf({ States }: Definition): readonly Transition[] {
  return Object.entries(States).flatMap(([from, state]) => {
    const all = waysOf(from, state);
    return all
      .filter((way, index) => all.findIndex(({ to }) => to === way.to) === index)
      .map((way) => {
        const labels = new Set(all.filter(({ to }) => to === way.to).map(({ label }) => label));
        const [label] = labels;
        const { label: _label, ...rest } = way;
        return labels.size === 1 && label !== undefined && !repeats(way.to, label)
          ? { ...rest, label }
          : rest;
      });
  });
}

/** "sms", on the way to "Deliver by SMS". */
const repeats = (to: string, label: string): boolean => to.toLowerCase().includes(label.toLowerCase());

function waysOf(from: string, state: State): Transition[] {
  return [
    ...(state.Next === undefined ? [] : [{ from, to: state.Next, kind: 'next' as const }]),
    ...(state.Choices ?? []).map((choice) => ({
      from,
      to: choice.Next,
      kind: 'choice' as const,
      ...labelled(wordOf(choice)),
    })),
    ...(state.Default === undefined ? [] : [{ from, to: state.Default, kind: 'default' as const }]),
    ...(state.Catch ?? []).map(({ ErrorEquals, Next }) => ({
      from,
      to: Next,
      kind: 'catch' as const,
      ...labelled(ErrorEquals.includes('States.Timeout') ? 'timed out' : undefined),
    })),
  ];
}

/** The one value that a condition compares with; undefined when it has none, or several. */
function wordOf(condition: unknown): string | undefined {
  const words = new Set(valuesIn(condition));
  const [word] = words;
  return words.size === 1 && word !== '' ? word : undefined;
}

function valuesIn(condition: unknown): string[] {
  if (typeof condition !== 'object' || condition === null) {
    return [];
  }
  return Object.entries(condition).flatMap(([key, value]) =>
    key === 'StringEquals'
      ? [String(value)]
      : key === 'Not'
        ? []
        : Array.isArray(value)
          ? value.flatMap(valuesIn)
          : valuesIn(value),
  );
}

const labelled = (label: string | undefined): { readonly label?: string } =>
  label === undefined ? {} : { label };
