/**
 * Watches what the local runtime keeps for a while only: the inbox and the executions have the latest 1,000,
 * and expired tokens are deleted.
 */
import type { Executed, Received, StoredToken } from './evidence.ts';
import { codeIn } from './evidence.ts';
import type { LocalService } from './local-service.ts';

const INBOX_EVERY_MS = 250;
const TABLES_EVERY_MS = 15_000;

export interface Observer {
  /** The code of the newest message to one of these, sent at this time or later; undefined if none comes. */
  codeTo(destinations: readonly string[], sinceMs: number, waitMs: number): Promise<string | undefined>;
  /** The newest message to a destination that matches. */
  find(to: string, pattern: RegExp, waitMs: number): Promise<string | undefined>;
  /** Looks at everything once more, and stops. */
  stop(): Promise<void>;
  readonly messages: ReadonlyMap<string, Received>;
  readonly executions: ReadonlyMap<string, Executed>;
  readonly tokens: ReadonlyMap<string, StoredToken>;
}

export function observe(service: LocalService): Observer {
  const messages = new Map<string, Received>();
  const executions = new Map<string, Executed>();
  const tokens = new Map<string, StoredToken>();
  let looking: Promise<void> = Promise.resolve();
  let stopped = false;

  const lookAtInbox = async (): Promise<void> => {
    for (const message of await service.messages()) {
      messages.set(message.id, message);
    }
  };
  const lookAtTables = async (): Promise<void> => {
    for (const execution of await service.executions()) {
      executions.set(execution.execution_arn, execution);
    }
    for (const token of await service.tokens()) {
      tokens.set(`${token.user_id} ${token.slot}`, token);
    }
  };
  const repeat = async (look: () => Promise<void>, everyMs: number): Promise<void> => {
    while (!stopped) {
      looking = Promise.all([looking, look()]).then(() => undefined);
      await looking;
      await wait(everyMs);
    }
  };
  const watching = Promise.all([
    repeat(lookAtInbox, INBOX_EVERY_MS),
    repeat(lookAtTables, TABLES_EVERY_MS),
  ]).catch((error: unknown) => {
    stopped = true;
    throw error;
  });

  /** Newest first. */
  const to = (destinations: readonly string[]): Received[] =>
    [...messages.values()]
      .filter((message) => destinations.includes(message.to))
      .sort((one, other) => other.at.localeCompare(one.at));

  const until = async (find: () => string | undefined, waitMs: number): Promise<string | undefined> => {
    const end = Date.now() + waitMs;
    for (;;) {
      const found = find();
      if (found !== undefined || Date.now() > end || stopped) {
        return found;
      }
      await wait(INBOX_EVERY_MS / 2);
    }
  };

  return {
    messages,
    executions,
    tokens,
    codeTo: (destinations, sinceMs, waitMs) =>
      until(() => {
        const [newest] = to(destinations).filter((message) => codeIn(message) !== undefined);
        return newest && Date.parse(newest.at) >= sinceMs ? codeIn(newest) : undefined;
      }, waitMs),
    find: (destination, pattern, waitMs) =>
      until(() => to([destination]).flatMap(({ body }) => pattern.exec(body)?.[0] ?? [])[0], waitMs),
    async stop() {
      stopped = true;
      await watching;
      await lookAtInbox();
      await lookAtTables();
    },
  };
}

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
