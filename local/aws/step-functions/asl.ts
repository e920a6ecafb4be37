/** The parts of the Amazon States Language that are read here. */

export interface State {
  readonly Type: string;
  readonly Resource?: string;
  readonly [field: string]: unknown;
}

export interface Definition {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
  readonly TimeoutSeconds?: number;
  readonly [field: string]: unknown;
}

/** Every state with its name, including those inside Map and Parallel. */
export function statesOf(definition: Definition): [string, State][] {
  return Object.entries(definition.States).flatMap(([name, state]) => [
    [name, state],
    ...nested(state).flatMap((each) => statesOf(each)),
  ]);
}

const nested = ({ Branches, Iterator, ItemProcessor }: State): Definition[] =>
  [Branches ?? [], Iterator ?? [], ItemProcessor ?? []].flat() as Definition[];
