/** Cognito's define auth challenge trigger: says what comes next in a custom sign-in. It calls nothing. */
import type { DefineAuthChallengeTriggerEvent } from 'aws-lambda';
import { DEFINE_AUTH_CHALLENGE } from '../contract/functions/hooks.ts';
import { nextStep } from '../domain/cognito/challenge-session.ts';
import { readFunction } from '../runtime/environment.ts';
import { trigger } from '../runtime/trigger.ts';

const { options } = readFunction(DEFINE_AUTH_CHALLENGE);

export const handler = trigger(
  'define-auth-challenge',
  async (event: DefineAuthChallengeTriggerEvent, notes) => {
    const { session, userNotFound = false } = event.request;
    const next = nextStep(session, options, userNotFound);
    notes.add({ outcome: 'ask' in next ? next.ask : next.end, count: session.length });
    const response =
      'ask' in next
        ? { challengeName: next.ask, issueTokens: false, failAuthentication: false }
        : { issueTokens: next.end === 'signed in', failAuthentication: next.end !== 'signed in' };
    return { ...event, response };
  },
);
