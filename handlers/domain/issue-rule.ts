/** What a rule of the issue policy gets and gives. The policy itself is in issuing/issue-policy.ts. */
import type { IssueTokenBody } from '../contract/routes/issue-token.ts';
import type { AdmittedRequest } from '../contract/workflow.ts';
import type { ContactRecord } from './contacts/contact-store.ts';
import type { Decision } from './decision.ts';
import type { KnownNumber } from './destinations/number-memory.ts';
import type { Count, CounterLimit, Subject } from './limits/counter-store.ts';
import type { TokenShape } from './token/token-format.ts';
import type { TokenRecord } from './token/token-store.ts';

/** A well-formed request, of which nothing has been decided. */
export interface AskedToken {
  readonly executionArn: string;
  readonly clientId: string;
  /** Whose tokens it shares (token/client-groups.ts). */
  readonly clientGroup: string;
  /** Empty without one. */
  readonly idempotencyKey: string;
  readonly body: IssueTokenBody;
  readonly shape: TokenShape;
  /** The number in the request, E.164. */
  readonly phoneNumber: string | undefined;
  readonly nowMs: number;
}

/** Counts for one request. What it counted is taken back when the request is refused after all. */
export interface UndoLog {
  /** Counts in all windows of a subject or in none; once in a subject. */
  count(subject: Subject, limits: readonly CounterLimit[], amount?: number): Promise<Count>;
  /** Has anything else undone on a refusal. */
  onRefusal(undo: () => Promise<void>): void;
  /** A part of this tally that can also be taken back by itself. */
  part(): UndoLog & { takeBack(): Promise<void> };
}

/** A request on its way through the rules. */
export interface Candidate {
  readonly asked: AskedToken;
  /** As it would be admitted; a rule may hand it on changed. */
  readonly request: AdmittedRequest;
  /** Whole seconds of the moment of the request. */
  readonly nowSeconds: number;
  readonly undoLog: UndoLog;
  /** The person's contact; absent when there is none, or when the request named all that is needed. */
  readonly contact?: ContactRecord | undefined;
  /** The token that the person has for the purpose, whatever it is worth; absent until it is looked up. */
  readonly existing?: TokenRecord;
  /** What is remembered of the number; absent where no guard asks. */
  readonly number?: KnownNumber;
}

/** Accepts the candidate, changed or not, or refuses. Off, it calls nothing. */
export type Rule<Policy> = (candidate: Candidate, policy: Policy) => Promise<Decision<Candidate>>;
