/**
 * Cognito's pre token generation trigger, event version 2: limits an operator's access token to the scopes of
 * the operator's groups. It only removes scopes: what was not requested at sign-in is not added.
 *
 * When it fails, nobody gets an access token. Client credentials do not pass through here: that would be
 * version 3.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-token-generation.html
 */
import type { Context, PreTokenGenerationV2TriggerEvent } from 'aws-lambda';
import { GRANT_SCOPES } from '../contract/functions/hooks.ts';
import { scopesDenied } from '../contract/roles.ts';
import { readFunction } from '../runtime/environment.ts';
import { observed } from '../runtime/observability.ts';

const { settings } = readFunction(GRANT_SCOPES);

export const handler = (
  event: PreTokenGenerationV2TriggerEvent,
  context: Context,
): Promise<PreTokenGenerationV2TriggerEvent> =>
  observed('grant-scopes', context, 'RequestsFailed', async (notes) => {
    const groups = event.request.groupConfiguration?.groupsToOverride ?? [];
    const scopesToSuppress = [...scopesDenied(groups, settings.reveal)];
    notes.add({ count: groups.length, outcome: 'granted' });
    return {
      ...event,
      response: { claimsAndScopeOverrideDetails: { accessTokenGeneration: { scopesToSuppress } } },
    };
  });
