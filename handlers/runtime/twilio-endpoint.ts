/**
 * Turns a function of the request into a Lambda handler for a Twilio route: checks the credentials and the service
 * before it reads anything else, and answers errors as Twilio does.
 */
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { PROBLEMS } from '../contract/problems.ts';
import { TWILIO_ERRORS, TWILIO_PURPOSE } from '../contract/twilio.ts';
import { CourierError } from '../domain/errors.ts';
import { isKnown, readBasic } from '../domain/twilio/credentials.ts';
import type { RouteFacts } from '../domain/twilio/describe-verification.ts';
import type { Found } from '../domain/twilio/find-verification.ts';
import { fromProblem } from '../domain/twilio/from-problem.ts';
import type { Outcome, TwilioError } from '../domain/twilio/outcome.ts';
import { done, errorBody, fail, notFound } from '../domain/twilio/outcome.ts';
import type { Form } from '../domain/twilio/read-form.ts';
import { readForm } from '../domain/twilio/read-form.ts';
import type { Handler } from './gateway-event.ts';
import { bodyIn, headersNamed, mediaTypeIn, pathIn, requestIdOf } from './gateway-event.ts';
import { json } from './http-answer.ts';
import type { Notes } from './observability.ts';
import { observed } from './observability.ts';
import type { PersonReferences } from './person-references.ts';

/** What every Twilio function is deployed with. */
interface Deployed {
  readonly twilioAccountSid: string;
  readonly twilioServiceSid: string;
}

interface TwilioCall {
  /** Empty for GET. */
  readonly form: Form;
  /** The verification that the path names, decoded; empty where it names none. */
  readonly sid: string;
  readonly about: RouteFacts;
  readonly requestId: string;
}

interface TwilioEndpoint {
  /** Of the function, in logs and traces. */
  readonly name: string;
  readonly deployed: Deployed;
  /** Whether one of the secret's values passes. @throws SecretUnavailable */
  readonly credentials: { has(passes: (values: readonly string[]) => boolean): Promise<boolean> };
  /** Of an answer that is no error. Default: 200. */
  readonly status?: number;
  readonly run: (call: TwilioCall, notes: Notes) => Promise<Outcome<object>>;
}

export const twilioEndpoint =
  ({ name, status, run, ...ports }: TwilioEndpoint): Handler =>
  async (event, context) => {
    const requestId = requestIdOf(event, context);
    try {
      return await observed(name, context, 'RequestsFailed', async (notes) => {
        notes.add({ request_id: requestId, purpose: TWILIO_PURPOSE });
        const call = await readCall(event, requestId, ports);
        const outcome = call.ok ? await run(call.value, notes) : call;
        if (outcome.ok) {
          return json(outcome.value, {}, status);
        }
        note(outcome.error, notes);
        return errorAnswer(outcome.error);
      });
    } catch (error) {
      return errorAnswer(faultOf(error));
    }
  };

async function readCall(
  event: APIGatewayProxyEvent,
  requestId: string,
  { deployed, credentials }: Pick<TwilioEndpoint, 'deployed' | 'credentials'>,
): Promise<Outcome<TwilioCall>> {
  const { twilioAccountSid: accountSid, twilioServiceSid: serviceSid } = deployed;
  const given = readBasic(headersNamed('authorization', event.headers).at(-1)) ?? '';
  if (!(await credentials.has((values) => isKnown(given, accountSid, values.flatMap(authTokenIn))))) {
    return fail(20003, { problem: 'unauthorized' });
  }
  const { service_sid, sid = '' } = pathIn(event);
  if (service_sid !== serviceSid) {
    return notFound();
  }
  const form = readForm(bodyIn(event) ?? '', mediaTypeIn(event.headers));
  if (!form.ok) {
    return form;
  }
  const about = { accountSid, serviceSid, baseUrl: baseUrlOf(event) };
  return done({ form: form.value, sid, about, requestId });
}

/** The secret is JSON that people may write; a value without an `auth_token` is none. */
function authTokenIn(value: string): string[] {
  try {
    const { auth_token } = JSON.parse(value) as { readonly auth_token?: unknown };
    return typeof auth_token === 'string' && auth_token !== '' ? [auth_token] : [];
  } catch {
    return [];
  }
}

/** API Gateway sets the protocol that it was called with, and the stage is in front of its paths. */
function baseUrlOf({ headers, requestContext: { domainName, stage } }: APIGatewayProxyEvent): string {
  const protocol = headersNamed('x-forwarded-proto', headers).at(-1) ?? 'https';
  return `${protocol}://${domainName}/${stage}/twilio`;
}

/** Notes which verification a request is about. */
export const noteVerification =
  (notes: Notes, people: Pick<PersonReferences, 'refer'>) =>
  ({ token }: Found): void => {
    notes.add({ token_id: token.token_id, channel: token.channel });
    notes.person(people.refer(token.user_id));
  };

/** Refused credentials are not counted: nothing is known about who sends them. */
function note({ code, problem, isCounted, uncounted }: TwilioError, notes: Notes): void {
  if (uncounted !== undefined) {
    notes.count({ metric: 'RequestsFailed', error: uncounted });
  }
  if (problem === undefined || isCounted || problem === 'unauthorized' || PROBLEMS[problem].status >= 500) {
    notes.add({ outcome: problem ?? String(code) });
  } else {
    notes.refused(problem);
  }
}

const faultOf = (error: unknown): TwilioError =>
  error instanceof CourierError ? fromProblem({ code: error.code }) : { code: 20500 };

function errorAnswer(error: TwilioError): APIGatewayProxyResult {
  const { retryAfterSeconds } = error;
  const { status } = TWILIO_ERRORS[error.code];
  const body = errorBody(error);
  return retryAfterSeconds === undefined
    ? json(body, {}, status)
    : json(body, { 'Retry-After': String(retryAfterSeconds) }, status);
}
