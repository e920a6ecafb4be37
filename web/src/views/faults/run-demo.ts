/**
 * Demonstrates one fault from start to finish: a request for a demo person hits it, and the execution can then be
 * inspected. Whatever happens, no fault stays armed for the next request.
 */
import type { ExecutionPath } from '../../../../handlers/contract/routes/executions.ts';
import type { Api } from '../../api/api-client.ts';
import { CallFailed } from '../../api/failures.ts';
import type { Fault } from '../../local/local-runtime.ts';

/** A person with a phone number and a confirmed address, so that there is a channel to fall back to. */
const PERSON = 'demo.person';
const EMAIL = 'demo.person@example.com';
/** `+1 425 555 01xx`: North American numbers reserved for fiction. */
const NUMBERS = { prefix: '+142555501', count: 100 };

/** The parts of the local runtime that a demo needs. */
export interface Stage {
  readonly addFaults: (faults: readonly Fault[]) => Promise<void>;
  readonly clearFaults: () => Promise<void>;
  /** What the owner of an address would copy from its newest message: a code, or a link. */
  readonly readConfirmation: (email: string) => Promise<string>;
  readonly listExecutions: () => Promise<readonly ExecutionPath[]>;
}

export type DemoApi = Pick<Api, 'putContact' | 'confirmContact' | 'issueToken'>;

/**
 * Returns the ARN of the execution.
 * @param runId gives each run its own purpose and number, so that no limit or resend wait applies
 * @throws CallFailed when the contact could not be saved, or the request started no execution
 */
export async function runDemo(
  faults: readonly Fault[],
  runId: number,
  api: DemoApi,
  stage: Stage,
): Promise<string> {
  // A fault that was already armed would hit the preparations, or the request instead of this fault.
  await stage.clearFaults();
  await enrol(runId, api, stage);
  const before = new Set((await stage.listExecutions()).map(({ execution_arn }) => execution_arn));
  const failure = await issueUnder(faults, runId, api, stage);
  const started = (await stage.listExecutions()).find(({ execution_arn }) => !before.has(execution_arn));
  if (started === undefined) {
    throw failure ?? new CallFailed({ kind: 'unreachable' });
  }
  return started.execution_arn;
}

async function enrol(runId: number, api: DemoApi, stage: Stage): Promise<void> {
  const lastDigits = String(runId % NUMBERS.count).padStart(2, '0');
  const contact = await api.putContact(PERSON, {
    phone_number: `${NUMBERS.prefix}${lastDigits}`,
    email: EMAIL,
    preferred_channel: 'sms',
  });
  if (contact.email_confirmed !== true) {
    await api.confirmContact(PERSON, { code: await stage.readConfirmation(EMAIL) });
  }
}

/** The request's failure, if it failed: most demos are meant to. */
async function issueUnder(
  faults: readonly Fault[],
  runId: number,
  api: DemoApi,
  stage: Stage,
): Promise<CallFailed | undefined> {
  try {
    await stage.addFaults(faults);
    await api.issueToken({ user_id: PERSON, purpose: `demo-${runId}`, channel: 'auto' });
    return undefined;
  } catch (error) {
    if (error instanceof CallFailed) {
      return error;
    }
    throw error;
  } finally {
    await stage.clearFaults();
  }
}
