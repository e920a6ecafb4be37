/**
 * The entry of a request that failed before a delivery could say so, or whose delivery was ended, from whatever the
 * state machine knows by then. Where Admit request failed, nothing is known but the request itself.
 */
import type { CountryCode } from 'libphonenumber-js/min';
import { FAILED_ENDS } from '../../contract/faults.ts';
import { email, purposeOrDefault, userId } from '../../contract/fields.ts';
import type { ProblemCode } from '../../contract/problems.ts';
import type { AdmittedRequest, Leg, NoteOutcomeInput } from '../../contract/workflow.ts';
import { digestDestination } from '../destinations/digest-destination.ts';
import { maskEmail, maskPhoneNumber } from '../destinations/mask-destination.ts';
import { countryOf, parsePhoneNumber } from '../destinations/phone-number.ts';
import { parseFields } from '../parse-request.ts';
import type { KeySource } from '../token/token-keys.ts';
import type { ActivityRecord } from './activity-log.ts';
import type { AboutRequest, AskedFor } from './request-entries.ts';
import { asked, base, isKept, sentEntry, undeliveredEntry } from './request-entries.ts';

export interface NoteOutcomePorts {
  readonly defaultCountry: CountryCode | '';
  /** For the digest of a destination; the entry goes without one where they cannot be read. */
  readonly subjectKeys: Pick<KeySource, 'current'>;
}

/** Undefined for a request that is not kept. */
export async function outcomeEntry(
  about: AboutRequest,
  { state }: NoteOutcomeInput,
  ports: NoteOutcomePorts,
): Promise<ActivityRecord | undefined> {
  const { request } = state.admission ?? {};
  if (request !== undefined && !isKept(request)) {
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
    ...base(about, request === undefined ? await askedIn(state, ports) : asked(request)),
    outcome: 'failed',
    problem: problemOf(error),
    error: error ?? 'InternalError',
    token_id: state.token?.token_id,
  };
}

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

/** As far as the body can be read; nobody has checked it. */
export async function askedIn(
  { body, brought }: Pick<NoteOutcomeInput['state'], 'body' | 'brought'>,
  { defaultCountry, subjectKeys }: NoteOutcomePorts,
): Promise<AskedFor> {
  const members = membersOf(body);
  const id = parseFields(userId, members.user_id);
  const purpose = parseFields(purposeOrDefault, members.purpose);
  const phone = typeof members.phone_number === 'string' ? members.phone_number : undefined;
  const number = parsePhoneNumber(phone, defaultCountry);
  const address = parseFields(email, brought?.email);
  const destination = number.ok && number.value !== undefined ? number.value : undefined;
  const keys =
    destination === undefined && !address.ok ? undefined : await subjectKeys.current().catch(() => undefined);
  const leg = (): Leg | undefined => {
    if (destination !== undefined) {
      const country = countryOf(destination);
      return {
        channel: 'sms',
        address: '',
        masked: maskPhoneNumber(destination),
        digest: keys === undefined ? '' : digestDestination('phone_number', destination, keys),
        of_contact: false,
        text: { number_prefix: '', price: 0, ...(country === undefined ? {} : { country }) },
      };
    }
    return address.ok
      ? {
          channel: 'email',
          address: '',
          masked: maskEmail(address.value),
          digest: keys === undefined ? '' : digestDestination('email', address.value, keys),
          of_contact: false,
        }
      : undefined;
  };
  return {
    kind: brought?.delivery === undefined ? 'issue' : 'delivery',
    user_id: id.ok ? id.value : undefined,
    purpose: purpose.ok ? purpose.value : undefined,
    leg: leg(),
  };
}

function membersOf(body: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
