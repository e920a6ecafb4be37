/** Audit: who did what to whom, and when. Visible only with the scope for it. */
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import SegmentedControl from '@cloudscape-design/components/segmented-control';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import TextFilter from '@cloudscape-design/components/text-filter';
import type { ReactNode } from 'react';
import type { AuditEntry } from '../../../handlers/contract/routes/audit.ts';
import { requestLine } from '../api/call-route.ts';
import { usePages } from '../api/use-answer.ts';
import { ExportMenu } from '../export/export-menu.tsx';
import { FailureAlert } from '../shell/failure-alert.tsx';
import { RefreshButton } from '../shell/refresh-button.tsx';
import { choice } from '../shell/url-parameters.ts';
import { useUrlCollection } from '../shell/use-url-collection.ts';
import { useUrlState } from '../shell/use-url-state.ts';
import { shared } from '../strings.ts';
import { AUDIT_COLUMNS, AUDIT_SORTED_BY, matchesText } from './audit/audit-columns.tsx';
import { AUDIT_PERIODS, auditQuery, auditSearch } from './audit/audit-query.ts';
import { text } from './audit/strings.ts';
import type { ViewProps } from './view-props.ts';

const PERIODS = AUDIT_PERIODS.map((id) => ({ id, text: text.periods[id] }));
const NONE: readonly AuditEntry[] = [];
const SHOWN = { period: choice(AUDIT_PERIODS, 'day') };

export default function AuditView({ api, config }: ViewProps): ReactNode {
  const [{ period }, show] = useUrlState(SHOWN);
  const { answer, failure, loading, loadingMore, reload, loadMore } = usePages(auditQuery(api, period));
  const entries = answer?.entries;
  const more = answer?.nextCursor !== undefined;
  const { items, collectionProps, filterProps, filteredItemsCount } = useUrlCollection(
    entries ?? NONE,
    AUDIT_SORTED_BY,
    {
      filtering: {
        filteringFunction: matchesText,
        empty: <Notice>{entries ? text.empty : text.notLoaded}</Notice>,
        noMatch: <Notice>{text.noMatch}</Notice>,
      },
    },
  );
  return (
    <ContentLayout
      defaultPadding
      header={
        <Header
          variant="h1"
          description={text.detail}
          actions={
            <SpaceBetween direction="horizontal" size="xs">
              <SegmentedControl
                label={shared.period}
                options={PERIODS}
                selectedId={period}
                onChange={({ detail }) => show({ period: SHOWN.period.read(detail.selectedId) })}
              />
              <ExportMenu
                name="audit"
                config={config}
                rows={() => items}
                count={entries && items.length}
                request={() => requestLine('readAudit', { query: auditSearch(answer?.from) })}
              />
              <RefreshButton label={text.refresh} loading={loading || loadingMore} reload={reload} />
            </SpaceBetween>
          }
        >
          {shared.views.audit}
        </Header>
      }
    >
      <SpaceBetween size="m">
        {failure && <FailureAlert failure={failure} onRetry={() => void reload()} />}
        <Table
          {...collectionProps}
          items={items}
          trackBy={({ request_id, action }) => `${request_id} ${action}`}
          columnDefinitions={AUDIT_COLUMNS}
          ariaLabels={{ tableLabel: shared.views.audit }}
          enableKeyboardNavigation
          wrapLines
          loading={loading && entries === undefined}
          loadingText={text.loading}
          renderAriaLive={() => (entries ? text.announceCount(entries.length) : '')}
          filter={
            <TextFilter
              {...filterProps}
              filteringPlaceholder={text.filterPlaceholder}
              filteringAriaLabel={text.filterLabel}
              filteringClearAriaLabel={shared.filterClear}
              countText={entries ? shared.matches(filteredItemsCount ?? 0, entries.length, more) : ''}
            />
          }
          footer={
            more && (
              <Box textAlign="center">
                <Button loading={loading || loadingMore} onClick={() => void loadMore()}>
                  {text.more}
                </Button>
              </Box>
            )
          }
        />
      </SpaceBetween>
    </ContentLayout>
  );
}

const Notice = ({ children }: { readonly children: ReactNode }): ReactNode => (
  <Box textAlign="center" color="inherit" padding={{ vertical: 'l' }}>
    {children}
  </Box>
);
