/** What the shell gives to every view. */
import type { PageConfig } from '../../../handlers/contract/page.ts';
import type { Scope } from '../../../handlers/contract/vocabulary.ts';
import type { Api } from '../api/api-client.ts';

export interface ViewProps {
  readonly api: Api;
  readonly config: PageConfig;
  /** Whether the access token has the scope; after expiry, whether it had it. */
  readonly can: (scope: Scope) => boolean;
  /** Whether the session has expired, so that forms must be kept across the next sign-in. */
  readonly expired: boolean;
  /** Query of the hash route: `#/workflow?user_id=ada&purpose=login`. */
  readonly params: URLSearchParams;
}
