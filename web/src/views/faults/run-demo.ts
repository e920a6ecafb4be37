/**
 * Shows one fault from beginning to end: a request for a demo person meets it, and its execution is there
 * to be looked at. Whatever happens, no fault stays armed for the next request.
 */
import type { ExecutionPath } from '../../../../handlers/contract/routes/executions.ts';
import type { Api } from '../../api/api-client.ts';
import { CallFailed } from '../../api/failures.ts';
import type { Fault } from '../../local/local-runtime.ts';

/** Somebody with a phone number and a confirmed address: the fallback has somewhere to go. */
const PERSON = 'demo.person';
const EMAIL = 'demo.person@example.com';
/** `+1 425 555 01xx`: North American numbers that are kept for fiction. */
const NUMBERS = { prefix: '+142555501', count: 100 };

/** The parts of the local runtime that a demonstration needs. */
export interface Stage {
  readonly addFaults: (faults: readonly Fault[]) => Promise<void>;
  readonly clearFaults: () => Promise<void>;
  readonly confirmEmail: (email: string) => Promise<void>;
  readonly listExecutions: () => Promise<readonly ExecutionPath[]>;
}

export type DemoApi = Pick<Api, 'putContact' | 'issueToken'>;

/**
 * Gives the ARN of the execution.
 * @param runId tells this run's purpose and number from another's, which limits and waits would stop
 * @throws CallFailed when the contact could not be put in place, or the request started no execution
 */
export async function runDemo(
  faults: readonly Fault[],
  runId: number,
  api: DemoApi,
  stage: Stage,
): Promise<string> {
  // What somebody armed before would meet the preparations, or the request in this fault's place.
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
    await stage.confirmEmail(EMAIL);
  }
}

/** What the request ended with, if it failed: most demonstrations are meant to fail. */
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
