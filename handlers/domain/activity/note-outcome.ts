/**
 * The entry of a request that failed before a delivery could say so, or whose delivery was ended, from whatever the
 * state machine knows by then. Where Admit request failed, nothing is known but the request itself.
 */
import { FAILED_ENDS } from '../../contract/faults.ts';
import type { ProblemCode } from '../../contract/problems.ts';
import type { AdmittedRequest, NoteOutcomeInput } from '../../contract/workflow.ts';
import type { Clients } from '../token/client-groups.ts';
import type { ActivityRecord } from './activity-log.ts';
import type { AskedInPorts } from './asked-in-body.ts';
import { askedIn } from './asked-in-body.ts';
import type { AboutRequest, AskedFor } from './request-entries.ts';
import { asked, base, isKept, sentEntry, undeliveredEntry } from './request-entries.ts';

interface OutcomePorts extends AskedInPorts {
  readonly clients: Pick<Clients, 'groupOf' | 'isCanary'>;
}

/** Undefined for a request that is not kept. */
export async function outcomeEntry(
  about: AboutRequest,
  { state }: NoteOutcomeInput,
  ports: OutcomePorts,
): Promise<ActivityRecord | undefined> {
  const { request } = state.admission ?? {};
  const { clients } = ports;
  if (request === undefined ? clients.isCanary(about.clientId ?? '') : !isKept(request)) {
    return undefined;
  }
  if (request !== undefined && state.delivery !== undefined) {
    const token = { token_id: state.token?.token_id ?? '' };
    return sentEntry(about, { request, token }, state.delivery.channel, 'unknown');
  }
  const failed = request && lastFailure(request);
  if (request !== undefined && failed !== undefined) {
    const token = { token_id: state.token?.token_id ?? '' };
    return undeliveredEntry(about, { request, token }, failed.channel, failed.error);
  }
  const error = state.failure?.Error;
  return {
    ...base(about, request === undefined ? await askedBefore(about, state, ports) : asked(request)),
    outcome: 'failed',
    problem: problemOf(error),
    error: error ?? 'InternalError',
    token_id: state.token?.token_id,
  };
}

/** Of a request that was not admitted. */
const askedBefore = async (
  { clientId }: AboutRequest,
  state: NoteOutcomeInput['state'],
  ports: OutcomePorts,
): Promise<AskedFor> => ({
  ...(await askedIn(state, ports)),
  client_group: clientId ? ports.clients.groupOf(clientId) : undefined,
});

/** Of a delivery that could not note it, because Lambda did not run it; undefined where nothing was tried. */
function lastFailure({ route, failures = {} }: Pick<AdmittedRequest, 'route' | 'failures'>) {
  const failed = route.flatMap(({ channel }) => {
    const error = failures[channel]?.Error;
    return error === undefined ? [] : [{ channel, error }];
  });
  return failed.at(-1);
}

/** What the caller got: as the states after this one decide (workflows/failures.ts). */
export function problemOf(error: string | undefined): ProblemCode {
  const ends = Object.values(FAILED_ENDS);
  const named = ends.find(({ faults }) => (faults as readonly string[]).includes(error ?? ''));
  return (named ?? (isOfAws(error) ? FAILED_ENDS.StepUnavailable : FAILED_ENDS.InternalError)).code;
}

/** Lambda did not run a step, or ended it: the errors that the machine's retries name. */
const isOfAws = (error = ''): boolean =>
  /^(?:Lambda\..+|Runtime\.ExitError|Sandbox\.Timedout|States\.Timeout)$/.test(error);
