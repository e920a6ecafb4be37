/** What people read when a code was not sent or not accepted. */
import type { ProblemCode } from '../../../client/src/index.ts';
import type { Notice } from '../shared/page.ts';

const SECONDS = 60;
/** Above this, seconds would be more exact than useful. */
const IN_SECONDS = 90;

/** A duration as people say it, such as `30 seconds` or `4 minutes`; never shorter than what is given. */
export function durationOf(seconds: number): string {
  const whole = Math.max(1, Math.ceil(seconds));
  return whole <= IN_SECONDS ? countOf(whole, 'second') : countOf(Math.ceil(whole / SECONDS), 'minute');
}

export const countOf = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

const error = (text: string): Notice => ({ kind: 'error', text });
const mistake = (text: string): Notice => ({ kind: 'mistake', text });

const TRY_LATER = 'Codes cannot be sent right now. Try again in a moment.';

/** Why no code was sent, by the `code` of the service's problem; `{wait}` is how long to wait. */
const NOT_SENT: Readonly<Partial<Record<ProblemCode, string>>> = {
  resend_too_soon: 'A code was sent to you a moment ago. You can ask for another one in {wait}.',
  rate_limited: 'Too many codes were asked for. Try again in {wait}.',
  locked: 'Too many wrong codes were entered. Try again in {wait}, or contact support.',
  no_destination: 'Your account has no phone number to send a code to. Contact support.',
  destination_not_allowed: 'Codes cannot be sent to the phone number of your account. Contact support.',
  destination_paused: 'Codes cannot be sent to your phone number right now. Try again in {wait}.',
  budget_exhausted: 'Codes cannot be sent right now. Try again in {wait}.',
  throttled: 'Codes cannot be sent right now. Try again in {wait}.',
  delivery_failed: 'The code could not be delivered to your phone. Try again, or contact support.',
  superseded: 'Another sign-in asked for a code at the same time. Try again.',
  contact_changed: 'Your account was changed just now. Try again.',
  request_in_progress: 'The code is being sent. Try again in a moment.',
};

/** @param waitSeconds how long to wait, where the service says so */
export function whyNotSent(code: ProblemCode | undefined, waitSeconds: number | undefined): Notice {
  const words = (code && NOT_SENT[code]) ?? TRY_LATER;
  return error(words.replace('{wait}', waitSeconds === undefined ? 'a moment' : durationOf(waitSeconds)));
}

/** Whether the person can do something about it, or has to know; everything else is for the operator. */
export const isForPeople = (code: ProblemCode | undefined): boolean =>
  code !== undefined && NOT_SENT[code] !== undefined;

/** Why a code was not accepted, by the `reason` of the service's answer. */
export const NOT_ACCEPTED = {
  expired: error('This code has expired. Ask for a new one.'),
  used: error('This code was already used. Ask for a new one.'),
  not_found: error('This code can no longer be used. Ask for a new one.'),
  locked: error('Too many wrong codes were entered, so this code can no longer be used. Ask for a new one.'),
};

export const wrongCode = (attempts: number): Notice =>
  mistake(`That is not the code that was sent. You can try ${countOf(attempts, 'more time')}.`);

export const NO_CODE = mistake('Enter the code from the message.');
export const NOT_CHECKED = error('The code could not be checked right now. Enter it again in a moment.');

/** There was no answer to the request for a code. */
export const MAYBE_SENT = error('A code may or may not have been sent to you. Try again in a minute.');
export const SENT_AGAIN: Notice = { kind: 'information', text: 'A code was sent to you again.' };

export const tooEarly = (waitSeconds: number): Notice =>
  error(`You can ask for another code in ${durationOf(waitSeconds)}.`);

/** For someone whose sign-in is not waiting for a code, or no longer. */
export const passwordFirst = (limitSeconds: number): Notice =>
  error(`Enter your password first. Then you have ${durationOf(limitSeconds)} for the code.`);
