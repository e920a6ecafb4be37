/** Everything that a run leaves behind, as the account reads it. */
import type { Call } from './ledger.ts';

export interface Received {
  readonly id: string;
  /** ISO 8601 UTC. */
  readonly at: string;
  readonly channel: string;
  readonly to: string;
  readonly body: string;
}

/** An item of the tokens table, without its secrets. */
export interface StoredToken {
  readonly user_id: string;
  readonly slot: string;
  readonly token_id: string;
  readonly status: string;
  readonly attempts: number;
  readonly outcome?: string;
  /** What the carrier reported. */
  readonly arrival?: string;
}

/** An item of the limits table: its key, and its attributes that are numbers. */
export interface StoredCount {
  readonly subject: string;
  readonly window: string;
  readonly numbers: Readonly<Record<string, number>>;
}

export interface LoggedLine {
  /** Short name of the function. */
  readonly function: string;
  readonly line: string;
}

export interface Executed {
  readonly execution_arn: string;
  readonly status: string;
  readonly events: readonly { readonly type: string; readonly state?: string }[];
}

/** A time in which calls to AWS's emulators failed. */
export interface Spell {
  readonly name: string;
  readonly fromMs: number;
  readonly toMs: number;
}

export interface Person {
  readonly userId: string;
  /** Numbers and addresses of nobody else. */
  readonly destinations: readonly string[];
}

/** What an operator was shown of a living token at the end. */
export interface Revealed {
  readonly userId: string;
  readonly purpose: string;
  readonly token: string;
}

export interface Evidence {
  readonly people: readonly Person[];
  readonly calls: readonly Call[];
  readonly messages: readonly Received[];
  /** As last seen before they expired. */
  readonly tokens: readonly StoredToken[];
  readonly counts: readonly StoredCount[];
  readonly executions: readonly Executed[];
  readonly lines: readonly LoggedLine[];
  readonly spells: readonly Spell[];
  readonly revealed: readonly Revealed[];
  /** Codes that callers made themselves. */
  readonly brought: readonly string[];
}

/** A message with a code begins with it; one that asks to confirm an address does not. */
export const codeIn = ({ body }: Pick<Received, 'body'>): string | undefined =>
  /^[A-Z\d](?:[A-Z\d-]{4,}[A-Z\d])(?= )/.exec(body)?.[0];

/** Whether one of the spells lay over this time, or ended just before it. */
export const wasUnder = (
  spells: readonly Spell[],
  name: (spell: string) => boolean,
  { startedMs, endedMs }: Pick<Call, 'startedMs' | 'endedMs'>,
): boolean => spells.some((spell) => name(spell.name) && spell.fromMs <= endedMs && spell.toMs >= startedMs);
