/** Loads the tokens and, in parallel, the table that shows them. */
import type { ReactNode } from 'react';
import { lazy, Suspense } from 'react';
import { LISTED_STATUSES, SCOPES } from '../../../../handlers/contract/vocabulary.ts';
import { Loading } from '../../shell/loading.tsx';
import { ScopeNotice } from '../../shell/scope-notice.tsx';
import { choice, name } from '../../shell/url-parameters.ts';
import { useUrlState } from '../../shell/use-url-state.ts';
import type { ViewProps } from '../view-props.ts';
import { text } from './strings.ts';
import type { TokenSearch } from './token-list.ts';
import { useTokenList } from './use-token-list.ts';

/** Cloudscape's table is most of the page's weight, so the API is called while it is still loading. */
const IssuedTable = lazy(() => import('./issued-table.tsx'));

/** What the API filters by. The table keeps its text filter and sorting in the URL, too. */
const SHOWN = { user_id: name(), status: choice(['', ...LISTED_STATUSES], '') };

export function IssuedSection(props: ViewProps): ReactNode {
  const [{ user_id, status }, show] = useUrlState(SHOWN);
  const search: TokenSearch = { ...(user_id && { user_id }), ...(status && { status }) };
  const allowed = props.can(SCOPES.read);
  // Starts the query that the table then shows and polls.
  useTokenList(props.api, search, { enabled: allowed });
  if (!allowed) {
    return <ScopeNotice scope={SCOPES.read} />;
  }
  return (
    <Suspense fallback={<Loading>{text.loading}</Loading>}>
      <IssuedTable
        {...props}
        search={search}
        onSearch={(wanted) => show({ user_id: '', status: '', ...wanted })}
      />
    </Suspense>
  );
}
