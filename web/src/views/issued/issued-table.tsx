/** "View issued security tokens": the table of live tokens. Rows leave when their time is up. */
import { useCollection } from '@cloudscape-design/collection-hooks';
import Pagination from '@cloudscape-design/components/pagination';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import { type ReactNode, useMemo, useRef, useState } from 'react';
import { SCOPES } from '../../../../handlers/contract/vocabulary.ts';
import type { Failure } from '../../api/failures.ts';
import { FailureAlert } from '../../shell/failure-alert.tsx';
import { strings } from '../../strings.ts';
import { usePolling } from '../../time/use-polling.ts';
import type { ViewProps } from '../view-props.ts';
import { matchesText } from './filter-rows.ts';
import { issuedColumns } from './issued-columns.tsx';
import { NoMatch, NoTokens, NotKnown } from './issued-empty.tsx';
import { IssuedFilter } from './issued-filter.tsx';
import { IssuedHeader } from './issued-header.tsx';
import type { TimedToken } from './merge-rows.ts';
import { RevokeDialog } from './revoke-dialog.tsx';
import { SettingsButton } from './settings-button.tsx';
import {
  readPreferences,
  savePreferences,
  shownColumns,
  type TablePreferences,
} from './table-preferences.ts';
import type { TokenList, TokenListState } from './token-list.ts';
import { useLiveTokens } from './use-live-tokens.ts';
import { useRevealedCount } from './use-revealed-count.ts';
import { useWidth } from './use-width.ts';

const text = strings.issued;
const POLL_MS = 5_000;

export interface IssuedTableProps extends Pick<ViewProps, 'api' | 'config' | 'can' | 'expired'> {
  readonly list: TokenList;
  readonly state: TokenListState;
}

export default function IssuedTable({ api, config, can, expired, list, state }: IssuedTableProps): ReactNode {
  const [preferences, setPreferences] = useState(readPreferences);
  const [revealFailure, setRevealFailure] = useState<Failure>();
  const [revoking, setRevoking] = useState<TimedToken>();
  const { revealed, onShown } = useRevealedCount();
  const live = useLiveTokens(state.tokens);
  const isCalm = !expired && revealed === 0 && revoking === undefined;
  usePolling(list.poll, POLL_MS, preferences.autoRefresh && isCalm);

  const { items, actions, collectionProps, filterProps, paginationProps, filteredItemsCount } = useCollection(
    live,
    {
      filtering: {
        filteringFunction: matchesText,
        empty: <NoTokens />,
        noMatch: <NoMatchingToken />,
      },
      sorting: {},
      pagination: { pageSize: preferences.pageSize },
    },
  );
  const frame = useRef<HTMLDivElement>(null);
  const width = useWidth(frame);
  const more = state.nextCursor !== undefined;
  const columns = useMemo(
    () =>
      issuedColumns({
        api,
        lifetimeSeconds: config.token_lifetime,
        canReveal: can(SCOPES.reveal),
        canRevoke: can(SCOPES.revoke),
        newIds: state.newIds,
        width,
        onRevealFailure: setRevealFailure,
        onShown,
        onRevoke: setRevoking,
      }),
    [api, config, can, state.newIds, width, onShown],
  );

  function NoMatchingToken(): ReactNode {
    return (
      <NoMatch
        filter={filterProps.filteringText}
        searched={live.length}
        more={more}
        onClear={() => actions.setFiltering('')}
        onLookUp={lookUp}
      />
    );
  }

  function lookUp(): void {
    actions.setFiltering('');
    void list.search({ user_id: filterProps.filteringText });
  }

  function prefer(next: TablePreferences): void {
    setPreferences(next);
    savePreferences(next);
  }

  function refresh(): void {
    setRevealFailure(undefined);
    void list.refresh();
  }

  async function nextPage(page: number, isLoaded: boolean): Promise<void> {
    if (!isLoaded) {
      await list.loadMore();
      actions.setCurrentPage(page);
    }
  }

  return (
    <SpaceBetween size="m">
      {state.failure && <FailureAlert failure={state.failure} onRetry={refresh} />}
      {revealFailure && <FailureAlert failure={revealFailure} onRetry={refresh} />}
      <div ref={frame}>
        <Table
          {...collectionProps}
          items={items}
          trackBy="token_id"
          columnDefinitions={columns}
          columnDisplay={shownColumns(preferences, width)}
          loading={state.loading === 'first' && live.length === 0}
          loadingText={text.loading}
          empty={state.known ? collectionProps.empty : <NotKnown loading={state.failure === undefined} />}
          enableKeyboardNavigation
          stickyColumns={{ last: 1 }}
          ariaLabels={{ tableLabel: text.title }}
          renderAriaLive={() => (state.known ? text.announceCount(live.length) : '')}
          header={
            <IssuedHeader
              counter={state.known ? text.counter(live.length, more) : undefined}
              loading={state.loading === 'first'}
              onRefresh={refresh}
              autoRefresh={preferences.autoRefresh}
              onAutoRefresh={(autoRefresh) => prefer({ ...preferences, autoRefresh })}
            />
          }
          filter={
            <IssuedFilter
              filterProps={filterProps}
              found={state.known ? (filteredItemsCount ?? 0) : undefined}
              searched={live.length}
              more={more}
              search={state.search}
              onSearch={(search) => void list.search(search)}
              onLookUp={lookUp}
            />
          }
          pagination={
            <Pagination
              {...paginationProps}
              openEnd={more}
              disabled={state.loading !== undefined}
              onNextPageClick={({ detail }) =>
                void nextPage(detail.requestedPageIndex, detail.requestedPageAvailable)
              }
            />
          }
          preferences={<SettingsButton preferences={preferences} width={width} onChange={prefer} />}
        />
      </div>
      {revoking && (
        <RevokeDialog
          api={api}
          token={revoking}
          onRevoked={() => void list.poll()}
          onDismiss={() => setRevoking(undefined)}
        />
      )}
    </SpaceBetween>
  );
}
