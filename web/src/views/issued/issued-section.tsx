/** Loads the tokens as soon as the view is there, and the table that shows them beside it. */
import { lazy, type ReactNode, Suspense, useEffect, useSyncExternalStore } from 'react';
import { SCOPES } from '../../../../handlers/contract/vocabulary.ts';
import { Loading } from '../../shell/loading.tsx';
import { ScopeNotice } from '../../shell/scope-notice.tsx';
import { strings } from '../../strings.ts';
import type { ViewProps } from '../view-props.ts';
import type { TokenList } from './token-list.ts';

/** Cloudscape's table is most of the page's weight: the API is asked while it is still on its way. */
const IssuedTable = lazy(() => import('./issued-table.tsx'));

export interface IssuedSectionProps extends ViewProps {
  readonly list: TokenList;
}

export function IssuedSection({ list, ...props }: IssuedSectionProps): ReactNode {
  const state = useSyncExternalStore(list.subscribe, list.state);
  const allowed = props.can(SCOPES.read);
  useEffect(() => {
    if (allowed) {
      void list.refresh();
    }
  }, [list, allowed]);
  if (!allowed) {
    return <ScopeNotice scope={SCOPES.read} />;
  }
  return (
    <Suspense fallback={<Loading>{strings.issued.loading}</Loading>}>
      <IssuedTable {...props} list={list} state={state} />
    </Suspense>
  );
}
