/** A custom sign-in of a Cognito user pool against a running service: the parts of the triggers that call the API. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { accessTokens } from '../../handlers/adapters/courier-api/access-tokens.ts';
import { apiClient } from '../../handlers/adapters/courier-api/api-client.ts';
import { apiCodeIssuer } from '../../handlers/adapters/courier-api/code-issuer.ts';
import type { PastChallenge } from '../../handlers/domain/cognito/challenge-session.ts';
import type { CodeIssuer } from '../../handlers/domain/cognito/courier-ports.ts';
import type { Challenge } from '../../handlers/domain/cognito/create-challenge.ts';
import { createChallenge } from '../../handlers/domain/cognito/create-challenge.ts';
import { verifyAnswer } from '../../handlers/domain/cognito/verify-answer.ts';
import type { Urls } from './courier.ts';

const OPTIONS = {
  passwordless: false,
  answersPerSignIn: 5,
  purpose: 'login',
  numberFrom: 'attribute',
  channels: null,
} as const;

/** Multiplies time limits, because suites run in parallel, and the machine may have other work. */
const PATIENCE = 10;
const DEADLINE_MS = 40_000;

export function poolSignIn({ apiUrl, issuerUrl }: Urls, user: { id: string; verifiedNumber: string }) {
  const startMs = Date.now();
  const now = () => startMs + (Date.now() - startMs) / PATIENCE;
  const credentials = async () => ({
    api_url: apiUrl,
    token_url: `${issuerUrl}/oauth2/token`,
    client_id: 'local',
    client_secret: 'local',
  });
  const api = apiCodeIssuer(apiClient({ credentials, tokens: accessTokens(Date.now), now: Date.now }));
  const untilMs = () => Date.now() + DEADLINE_MS;
  const codes: CodeIssuer = {
    issue: (request, key) => api.issue(request, key, untilMs()),
    verify: (presented, key) => api.verify(presented, key, untilMs()),
  };
  const ports = {
    codes,
    newId: () => randomUUID(),
    now,
    wait: (ms: number) => sleep(ms),
  };
  return {
    create: (session: PastChallenge[] = []): Promise<Challenge> =>
      createChallenge(
        { user, userPoolId: 'pool', clientId: 'app', session, wantsResend: false },
        OPTIONS,
        ports,
      ),
    verify: async (answer: string, { privateParameters }: Challenge): Promise<boolean> => {
      const request = { user, answer, tokenId: privateParameters.token_id, wantsResend: false };
      return (await verifyAnswer({ ...request, callId: randomUUID() }, OPTIONS, ports)).isCorrect;
    },
  };
}
