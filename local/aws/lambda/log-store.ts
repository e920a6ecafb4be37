/** What functions wrote to stdout and stderr, as CloudWatch Logs would keep it. */
import type { Keeper } from '../../persistence/keeper.ts';
import { forgets } from '../../persistence/keeper.ts';

const MAX_LINES = 10_000;

export interface LogLine {
  /** ISO 8601 UTC. */
  readonly at: string;
  /** Short name of the function. */
  readonly function: string;
  readonly line: string;
}

export interface LogStore {
  add(line: LogLine): void;
  /** Oldest first; the latest 10,000. */
  list(): readonly LogLine[];
  clear(): void;
}

/** A store that starts with the lines kept from an earlier run; `onLog` is called with each new line. */
export function createLogStore(
  onLog: (line: LogLine) => void = () => undefined,
  keeper: Keeper<readonly LogLine[]> = forgets(),
): LogStore {
  const lines: LogLine[] = [...(keeper.kept ?? [])];
  const save = () => keeper.save(() => lines);
  return {
    add(line) {
      lines.push(line);
      if (lines.length > MAX_LINES) {
        lines.shift();
      }
      save();
      onLog(line);
    },
    list: () => lines,
    clear() {
      lines.length = 0;
      save();
    },
  };
}
