/**
 * The user pool's pre token generation trigger: sends the stack's function the event that Cognito would send,
 * and applies its answer to the scopes of an operator's access token. Without an answer there are no tokens.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-token-generation.html
 */
import { errors } from 'oidc-provider';
import { toList, toObject, toText, toTextList } from '../http/json-values.ts';
import type { Operator } from './operators.ts';
import type { UserPool } from './user-pool.ts';

type TokenGeneration = 'TokenGeneration_HostedAuth' | 'TokenGeneration_RefreshTokens';

/** Invokes a function. @throws when it fails, or takes longer than Cognito waits */
export type InvokeTrigger = (functionArn: string, event: unknown) => Promise<unknown>;

interface Asked {
  readonly source: TokenGeneration;
  readonly clientId: string;
  readonly operator: Operator;
  /** The operator's groups that exist in the pool. */
  readonly groups: readonly string[];
  readonly scopes: readonly string[];
}

/**
 * The scopes of the access token.
 * @throws {errors.InvalidRequest} when the trigger fails or its answer is bad
 */
export async function scopesAfterTrigger(
  { id, region, trigger }: UserPool,
  invoke: InvokeTrigger,
  { source, clientId, operator, groups, scopes }: Asked,
): Promise<readonly string[]> {
  if (trigger === undefined) {
    return scopes;
  }
  if (!trigger.isPermitted) {
    throw failed('Cognito is not permitted to invoke the function');
  }
  const event = {
    version: '2',
    triggerSource: source,
    region,
    userPoolId: id,
    userName: operator.username,
    callerContext: { awsSdkVersion: 'local', clientId },
    request: {
      userAttributes: { sub: operator.sub, 'cognito:user_status': 'CONFIRMED' },
      groupConfiguration: { groupsToOverride: groups, iamRolesToOverride: [], preferredRole: null },
      scopes,
    },
    response: { claimsAndScopeOverrideDetails: null },
  };
  const answer = await invoke(trigger.functionArn, event).catch(() => {
    throw failed('the function did not answer');
  });
  return customised(answer, scopes);
}

function customised(answer: unknown, scopes: readonly string[]): readonly string[] {
  const { response } = toObject(answer);
  if (typeof response !== 'object' || response === null) {
    throw failed('the answer has no response');
  }
  const details = toObject(toObject(response).claimsAndScopeOverrideDetails);
  const access = toObject(details.accessTokenGeneration);
  const beyondScopes = [
    ...Object.keys(details).filter((name) => name !== 'accessTokenGeneration'),
    ...Object.keys(access).filter((name) => name !== 'scopesToAdd' && name !== 'scopesToSuppress'),
  ];
  if (beyondScopes.length > 0) {
    throw failed(`${beyondScopes.join(', ')} is not supported on this machine`);
  }
  for (const value of [access.scopesToAdd, access.scopesToSuppress]) {
    const isList = value === undefined || value === null || Array.isArray(value);
    if (!isList || !toList(value).every((scope) => typeof scope === 'string')) {
      throw failed('scopes must be lists of strings');
    }
  }
  const suppressed = toTextList(access.scopesToSuppress);
  const all = new Set([...scopes, ...toTextList(access.scopesToAdd)].map(toText));
  return [...all].filter((scope) => !suppressed.includes(scope));
}

const failed = (reason: string) => new errors.InvalidRequest(`PreTokenGeneration failed: ${reason}.`);
