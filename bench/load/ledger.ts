/** What callers asked and were answered: the side of the account that only they know. */

export type Members = Readonly<Record<string, unknown>>;

export type Kind = 'issue' | 'deliver' | 'verify' | 'revoke' | 'contact' | 'confirm' | 'report' | 'operate';

export interface Call {
  readonly kind: Kind;
  /** Whom it was about; empty for an operator's. */
  readonly person: string;
  readonly purpose: string;
  readonly route: string;
  /** The Idempotency-Key. */
  readonly key?: string;
  /** Of a verification: whether the newest code that the person received was presented. */
  readonly isRight?: boolean;
  /** Epoch milliseconds. */
  readonly startedMs: number;
  readonly endedMs: number;
  /** 0: the connection ended without an answer. */
  readonly status: number;
  /** The answer was marked as the repeat of an earlier one. */
  readonly replayed: boolean;
  readonly answer: Members;
}

/** Answers that say a message was accepted, or may have been; without those that only repeat another's. */
export const isSend = ({ kind, status, replayed }: Call): boolean =>
  (kind === 'issue' || kind === 'deliver') && (status === 201 || status === 202) && !replayed;

export const isFault = ({ status }: Call): boolean => status === 0 || status >= 500;

/**
 * The request ran out of time. The answer says that a message may have been sent, and that its code is then valid
 * (handlers/contract/faults.ts, TIMED_OUT).
 */
export const isOpen = ({ status, answer }: Call): boolean =>
  status === 0 || (status === 503 && String(answer.detail).startsWith('The request took too long'));

export const tokenIdOf = ({ answer }: Call): string => String(answer.token_id ?? answer.delivery_id ?? '');

export const codeOfProblem = ({ answer }: Call): string => String(answer.code ?? '');

/** Everything that has the same name, in the order given. */
export const byName = <T>(
  all: readonly T[],
  nameOf: (each: T) => string,
): ReadonlyMap<string, readonly T[]> => Map.groupBy(all, nameOf);
