/** What functions wrote to their standard streams, as CloudWatch Logs would keep it. */

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

/** A store without lines; `onLog` hears each one as it comes. */
export function createLogStore(onLog: (line: LogLine) => void = () => undefined): LogStore {
  const lines: LogLine[] = [];
  return {
    add(line) {
      lines.push(line);
      if (lines.length > MAX_LINES) lines.shift();
      onLog(line);
    },
    list: () => lines,
    clear() {
      lines.length = 0;
    },
  };
}
