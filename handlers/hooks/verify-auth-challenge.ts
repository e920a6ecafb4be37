/** Cognito's verify auth challenge response trigger: checks a code through the API, as its client. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { VerifyAuthChallengeResponseTriggerEvent } from 'aws-lambda';
import { apiCodeIssuer } from '../adapters/courier-api/code-issuer.ts';
import { courierClient } from '../adapters/courier-client.ts';
import { createSecretsManagerClient } from '../adapters/secrets-manager/keys.ts';
import { RESEND } from '../contract/cognito.ts';
import { VERIFY_AUTH_CHALLENGE } from '../contract/functions/hooks.ts';
import { tokenIdOf } from '../domain/cognito/challenge-note.ts';
import { poolUser } from '../domain/cognito/pool-user.ts';
import { verifyAnswer } from '../domain/cognito/verify-answer.ts';
import { readFunction } from '../runtime/environment.ts';
import { traced } from '../runtime/observability.ts';
import { trigger } from '../runtime/trigger.ts';

const { options } = readFunction(VERIFY_AUTH_CHALLENGE);
const now = Date.now;
const secrets = traced(createSecretsManagerClient());
const ports = {
  codes: apiCodeIssuer(courierClient(secrets, options.issuerSecretId, now)),
  now,
  wait: (ms: number) => sleep(ms),
};

export const handler = trigger(
  'verify-auth-challenge',
  async (event: VerifyAuthChallengeResponseTriggerEvent, notes, { awsRequestId }) => {
    const { userAttributes, userNotFound, privateChallengeParameters, challengeAnswer, clientMetadata } =
      event.request;
    const tokenId = tokenIdOf(privateChallengeParameters);
    notes.add({ purpose: options.purpose, ...(tokenId === undefined ? {} : { token_id: tokenId }) });
    const { isCorrect, outcome } = await verifyAnswer(
      {
        user: poolUser(userAttributes, userNotFound),
        answer: challengeAnswer,
        tokenId,
        wantsResend: clientMetadata?.[RESEND.name] === RESEND.value,
        callId: awsRequestId,
      },
      options,
      ports,
    );
    notes.add({ outcome });
    return { ...event, response: { answerCorrect: isCorrect } };
  },
);
