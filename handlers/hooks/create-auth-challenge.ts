/** Cognito's create auth challenge trigger: sends a code through the API, as its client. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { CreateAuthChallengeTriggerEvent } from 'aws-lambda';
import { apiCodeIssuer } from '../adapters/courier-api/code-issuer.ts';
import { courierClient } from '../adapters/courier-client.ts';
import { createSecretsManagerClient } from '../adapters/secrets-manager/keys.ts';
import { systemRandomness } from '../adapters/system-randomness.ts';
import { RESEND } from '../contract/cognito.ts';
import { CREATE_AUTH_CHALLENGE } from '../contract/functions/hooks.ts';
import { NONE, tokenIdOf } from '../domain/cognito/challenge-note.ts';
import { createChallenge } from '../domain/cognito/create-challenge.ts';
import { poolUser } from '../domain/cognito/pool-user.ts';
import { readFunction } from '../runtime/environment.ts';
import { traced } from '../runtime/observability.ts';
import { trigger } from '../runtime/trigger.ts';

const { options } = readFunction(CREATE_AUTH_CHALLENGE);
const now = Date.now;
const secrets = traced(createSecretsManagerClient());
const ports = {
  codes: apiCodeIssuer(courierClient(secrets, options.issuerSecretId, now)),
  newId: systemRandomness.uuid,
  now,
  wait: (ms: number) => sleep(ms),
};

export const handler = trigger(
  'create-auth-challenge',
  async (event: CreateAuthChallengeTriggerEvent, notes) => {
    const { userAttributes, userNotFound, session, clientMetadata } = event.request;
    const user = poolUser(userAttributes, userNotFound);
    const challenge = await createChallenge(
      {
        user,
        userPoolId: event.userPoolId,
        clientId: event.callerContext.clientId,
        session,
        wantsResend: clientMetadata?.[RESEND.name] === RESEND.value,
      },
      options,
      ports,
    );
    const { publicParameters, privateParameters, note, outcome } = challenge;
    // Not an id that was made up because nothing was sent: there is no such token.
    const tokenId = user === undefined || note === NONE ? undefined : tokenIdOf(privateParameters);
    notes.add({ purpose: options.purpose, outcome, ...(tokenId === undefined ? {} : { token_id: tokenId }) });
    return {
      ...event,
      response: {
        publicChallengeParameters: publicParameters,
        privateChallengeParameters: { ...privateParameters },
        challengeMetadata: note,
      },
    };
  },
);
