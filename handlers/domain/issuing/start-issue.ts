/**
 * Starts the state machine that issues a token, and waits for its answer: the same answer that API Gateway gives
 * for POST /tokens, problems included. For functions that translate other systems' requests.
 */
import type { FaultName } from '../../contract/faults.ts';
import type { HttpAnswer, IssueTokenInput } from '../../contract/workflow.ts';

/**
 * Asked once, right before the machine is started. False: it must not be, because whoever waits has been answered, or
 * would be before the request is handed over. True: from now on the outcome may be unknown.
 */
export type MayBegin = () => boolean;

/** The machine's answer, or the problem that there is none. */
export type IssueAnswer = HttpAnswer & {
  /** Present where the machine may have sent a message, or still may, although the answer is a problem. */
  readonly isOutcomeUnknown?: true;
  /** Present where there is no execution whose end tells of the fault, as far as is known: nothing has counted it. */
  readonly uncounted?: FaultName;
};

/**
 * `body` is checked by the machine, which answers 400 for a wrong one. Faults of the machine and of Step Functions
 * are answers too; an unknown outcome is one that says so, to people and to programs.
 */
export type StartIssue = (input: IssueTokenInput, mayBegin?: MayBegin) => Promise<IssueAnswer>;
