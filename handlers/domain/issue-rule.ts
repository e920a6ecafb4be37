/** What a rule of the issue policy receives and returns. The policy itself is in issuing/issue-policy.ts. */
import type { IssueTokenBody } from '../contract/routes/issue-token.ts';
import type { AdmittedRequest, Brought } from '../contract/workflow.ts';
import type { ContactRecord } from './contacts/contact-store.ts';
import type { Decision } from './decision.ts';
import type { KnownNumber } from './destinations/number-memory.ts';
import type { Count, CounterLimit, Subject } from './limits/counter-store.ts';
import type { TokenShape } from './token/token-format.ts';
import type { TokenRecord } from './token/token-store.ts';

/** A well-formed request, before any decision about it. */
export interface AskedToken {
  readonly executionArn: string;
  readonly clientId: string;
  /** The clients whose tokens it shares (token/client-groups.ts). */
  readonly clientGroup: string;
  /** Present for the canary's client. */
  readonly isCanary?: true;
  /** Empty when the request has none. */
  readonly idempotencyKey: string;
  readonly body: IssueTokenBody;
  /** Empty for POST /tokens. */
  readonly brought: Brought;
  readonly shape: TokenShape;
  /** The number in the request, E.164. */
  readonly phoneNumber: string | undefined;
  readonly nowMs: number;
}

/** Counts for one request. If the request is refused after all, its counts are taken back. */
export interface UndoLog {
  /** Counts in all windows of a subject or in none, and at most once per subject. */
  count(subject: Subject, limits: readonly CounterLimit[], amount?: number): Promise<Count>;
  /** Registers anything else that has to be undone on a refusal. */
  onRefusal(undo: () => Promise<void>): void;
  /** A part of this log that can also be taken back separately. */
  part(): UndoLog & { takeBack(): Promise<void> };
}

/** A request as it passes through the rules. */
export interface Candidate {
  readonly asked: AskedToken;
  /** The request as it would be admitted; a rule may pass on a changed one. */
  readonly request: AdmittedRequest;
  /** The time of the request, epoch seconds. */
  readonly nowSeconds: number;
  readonly undoLog: UndoLog;
  /** The person's contact; absent when there is none, or when the request itself says where to send. */
  readonly contact?: ContactRecord | undefined;
  /** The person's token for the purpose, live or not; absent when there is none or before the lookup. */
  readonly existing?: TokenRecord;
  /** What is remembered about the number; absent when the pumping guard is off or no text is sent first. */
  readonly number?: KnownNumber;
}

/** Returns the candidate, possibly changed, or a refusal. A rule that is switched off makes no call. */
export type Rule<Policy> = (candidate: Candidate, policy: Policy) => Promise<Decision<Candidate>>;
