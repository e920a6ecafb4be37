/** What the shell gives to every view. */
import type { PageConfig } from '../../../handlers/contract/page.ts';
import type { Scope } from '../../../handlers/contract/vocabulary.ts';
import type { Api } from '../api/api-client.ts';

export interface ViewProps {
  readonly api: Api;
  readonly config: PageConfig;
  /** Whether the access token has the scope; what it had, once the session is over. */
  readonly can: (scope: Scope) => boolean;
  /** Whether the session is over, so that a form keeps itself for the way to the issuer and back. */
  readonly expired: boolean;
  /** Query of the hash route: `#/workflow?user_id=ada&purpose=login`. */
  readonly params: URLSearchParams;
}
