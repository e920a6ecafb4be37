/** Where a state leads, each way with what decides that it is taken, in a word from its condition. */
import type { WorkflowEdge } from '../../handlers/contract/page.ts';
import type { DeployedState } from './deployed-definition.ts';

/** One for each target: several choices, or errors, may lead to the same state. */
export function edgesOf(state: DeployedState): WorkflowEdge[] {
  const all = waysOf(state);
  return all
    .filter((way, index) => all.findIndex(({ to }) => to === way.to) === index)
    .map(({ to, kind }) => {
      const labels = new Set(all.filter((way) => way.to === to).map(({ label }) => label));
      const [label] = labels;
      return labels.size === 1 && label !== undefined && !repeats(to, label)
        ? { to, kind, label }
        : { to, kind };
    });
}

/** "sms", on the way to "Deliver by SMS". */
const repeats = (to: string, label: string): boolean => to.toLowerCase().includes(label.toLowerCase());

function waysOf(state: DeployedState): WorkflowEdge[] {
  return [
    ...(state.Next === undefined ? [] : [{ to: state.Next, kind: 'next' as const }]),
    ...(state.Choices ?? []).map((choice) => ({
      to: choice.Next,
      kind: 'choice' as const,
      ...labelled(wordOf(choice)),
    })),
    ...(state.Default === undefined ? [] : [{ to: state.Default, kind: 'default' as const }]),
    ...(state.Catch ?? []).map(({ ErrorEquals, Next }) => ({
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
