/** A check, and what it needs to run. */
import type { Scope } from '../../handlers/contract/vocabulary.ts';
import { SCOPES } from '../../handlers/contract/vocabulary.ts';
import type { Walk } from './walk.ts';

/**
 * What a check needs: `destination` is a working test destination, `page` and `direct` are URLs in the
 * options, and a scope is one that the client has.
 */
export type Need = 'access-token' | 'destination' | 'page' | 'direct' | 'https' | Scope;

export interface Check {
  /** What is true when the check passes; printed with its result. */
  readonly name: string;
  readonly needs: readonly Need[];
  /** Resolves to a remark, or to nothing. @throws {CheckFailed} {CheckSkipped} */
  readonly run: (walk: Walk) => Promise<string | undefined>;
}

/** Why a check cannot run; undefined when it can. */
export async function reasonToSkip(needs: readonly Need[], walk: Walk): Promise<string | undefined> {
  for (const need of needs) {
    const reason = await reasonOf(need, walk);
    if (reason !== undefined) {
      return reason;
    }
  }
  return undefined;
}

async function reasonOf(need: Need, walk: Walk): Promise<string | undefined> {
  const { pageUrl, directApiUrl, apiUrl, testDestination } = walk.options;
  switch (need) {
    case 'page':
      return pageUrl === undefined ? '--url is not a page' : undefined;
    case 'direct':
      return directApiUrl === undefined ? 'no --api-url' : undefined;
    case 'https':
      return apiUrl.startsWith('https:') ? undefined : 'no TLS';
    case 'access-token':
      return (await succeeds(walk.accessToken())) ? undefined : 'no access token';
    case 'destination':
      if (testDestination === undefined) {
        return '--without-sending';
      }
      return (await succeeds(walk.ensureTestDestination()))
        ? undefined
        : 'the test destination does not work';
    default:
      return (await reasonOf('access-token', walk)) ?? (await reasonOfScope(need, walk));
  }
}

async function reasonOfScope(scope: Scope, walk: Walk): Promise<string | undefined> {
  return (await walk.grantedScopes()).has(scope) ? undefined : `the client has no ${scope}`;
}

const succeeds = (work: Promise<unknown>): Promise<boolean> =>
  work.then(
    () => true,
    () => false,
  );

/** The needs of every check that issues a token. */
export const SENDS: readonly Need[] = [SCOPES.issue, SCOPES.verify, 'destination'];
