/** "View issued security tokens": the table of live tokens. Rows disappear when they expire. */
import Pagination from '@cloudscape-design/components/pagination';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import type { ReactNode } from 'react';
import { useMemo, useRef, useState } from 'react';
import { SCOPES } from '../../../../handlers/contract/vocabulary.ts';
import { requestLine } from '../../api/call-route.ts';
import type { Failure } from '../../api/failures.ts';
import { ExportMenu } from '../../export/export-menu.tsx';
import { FailureAlert } from '../../shell/failure-alert.tsx';
import { useUrlCollection } from '../../shell/use-url-collection.ts';
import type { ViewProps } from '../view-props.ts';
import { matchesText } from './filter-rows.ts';
import { issuedColumns, SORTED_BY } from './issued-columns.tsx';
import { NoMatch, NoTokens, NotKnown } from './issued-empty.tsx';
import { IssuedFilter } from './issued-filter.tsx';
import { IssuedHeader } from './issued-header.tsx';
import type { TimedToken } from './merge-rows.ts';
import { RevokeDialog } from './revoke-dialog.tsx';
import { SettingsButton } from './settings-button.tsx';
import { text } from './strings.ts';
import type { TablePreferences } from './table-preferences.ts';
import { readPreferences, savePreferences, shownColumns } from './table-preferences.ts';
import type { TokenSearch } from './token-list.ts';
import { useLiveTokens } from './use-live-tokens.ts';
import { useRevealedCount } from './use-revealed-count.ts';
import { useTokenList } from './use-token-list.ts';
import { useWidth } from './use-width.ts';

const NOTHING = { tokens: [], newIds: new Set<string>(), nextCursor: undefined };

export interface IssuedTableProps extends Pick<ViewProps, 'api' | 'config' | 'can' | 'expired'> {
  readonly search: TokenSearch;
  readonly onSearch: (search: TokenSearch) => void;
}

export default function IssuedTable(props: IssuedTableProps): ReactNode {
  const { api, config, can, expired, search, onSearch } = props;
  const [preferences, setPreferences] = useState(readPreferences);
  const [revealFailure, setRevealFailure] = useState<Failure>();
  const [revoking, setRevoking] = useState<TimedToken>();
  const { revealed, onShown } = useRevealedCount();
  const isCalm = !expired && revealed === 0 && revoking === undefined;
  const list = useTokenList(api, search, { polls: preferences.autoRefresh && isCalm });
  const { tokens, newIds, nextCursor } = list.answer ?? NOTHING;
  const known = list.answer !== undefined;
  const live = useLiveTokens(tokens);

  const { items, allPageItems, actions, collectionProps, filterProps, paginationProps, filteredItemsCount } =
    useUrlCollection(live, SORTED_BY, {
      filtering: {
        filteringFunction: matchesText,
        empty: <NoTokens />,
        noMatch: <NoMatchingToken />,
      },
      pagination: { pageSize: preferences.pageSize },
    });
  const frame = useRef<HTMLDivElement>(null);
  const width = useWidth(frame);
  const more = nextCursor !== undefined;
  const columns = useMemo(
    () =>
      issuedColumns({
        api,
        lifetimeSeconds: config.token_lifetime,
        canReveal: can(SCOPES.reveal),
        canRevoke: can(SCOPES.revoke),
        newIds,
        width,
        onRevealFailure: setRevealFailure,
        onShown,
        onRevoke: setRevoking,
      }),
    [api, config, can, newIds, width, onShown],
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
    onSearch({ user_id: filterProps.filteringText });
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
      {list.failure && <FailureAlert failure={list.failure} onRetry={refresh} />}
      {revealFailure && <FailureAlert failure={revealFailure} onRetry={refresh} />}
      <div ref={frame}>
        <Table
          {...collectionProps}
          items={items}
          trackBy="token_id"
          columnDefinitions={columns}
          columnDisplay={shownColumns(preferences, width)}
          loading={list.loadingFirst && live.length === 0}
          loadingText={text.loading}
          empty={known ? collectionProps.empty : <NotKnown loading={list.failure === undefined} />}
          enableKeyboardNavigation
          stickyColumns={{ last: 1 }}
          ariaLabels={{ tableLabel: text.title }}
          renderAriaLive={() => (known ? text.announceCount(live.length) : '')}
          header={
            <IssuedHeader
              counter={known ? text.counter(live.length, more) : undefined}
              loading={list.loadingFirst}
              onRefresh={refresh}
              autoRefresh={preferences.autoRefresh}
              exportMenu={
                <ExportMenu
                  name="tokens"
                  config={config}
                  rows={() => allPageItems.map(({ deadlineMs: _, ...row }) => row)}
                  request={() => requestLine('listTokens', { query: search })}
                  count={known ? allPageItems.length : undefined}
                />
              }
              onAutoRefresh={(autoRefresh) => prefer({ ...preferences, autoRefresh })}
            />
          }
          filter={
            <IssuedFilter
              filterProps={filterProps}
              found={known ? (filteredItemsCount ?? 0) : undefined}
              searched={live.length}
              more={more}
              search={search}
              onSearch={onSearch}
              onLookUp={lookUp}
            />
          }
          pagination={
            <Pagination
              {...paginationProps}
              openEnd={more}
              disabled={list.loadingFirst || list.loadingMore}
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
          onRevoked={list.reload}
          onDismiss={() => setRevoking(undefined)}
        />
      )}
    </SpaceBetween>
  );
}
