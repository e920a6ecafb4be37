/** Audit: who did what to whom, and when. Visible only with the scope for it. */
import { useCollection } from '@cloudscape-design/collection-hooks';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import SegmentedControl from '@cloudscape-design/components/segmented-control';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import TextFilter from '@cloudscape-design/components/text-filter';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { usePages } from '../api/use-answer.ts';
import { FailureAlert } from '../shell/failure-alert.tsx';
import { RefreshButton } from '../shell/refresh-button.tsx';
import { shared } from '../strings.ts';
import { AUDIT_COLUMNS, matchesText } from './audit/audit-columns.tsx';
import type { AuditPeriod } from './audit/audit-query.ts';
import { AUDIT_PERIODS, auditQuery } from './audit/audit-query.ts';
import { text } from './audit/strings.ts';
import type { ViewProps } from './view-props.ts';

const PERIODS = AUDIT_PERIODS.map((id) => ({ id, text: text.periods[id] }));

export default function AuditView({ api }: ViewProps): ReactNode {
  const [period, setPeriod] = useState<AuditPeriod>('day');
  const { answer, failure, loading, loadingMore, reload, loadMore } = usePages(auditQuery(api, period));
  const entries = answer?.entries;
  const more = answer?.nextCursor !== undefined;
  const { items, collectionProps, filterProps, filteredItemsCount } = useCollection(entries ?? [], {
    filtering: {
      filteringFunction: matchesText,
      empty: <Notice>{entries ? text.empty : text.notLoaded}</Notice>,
      noMatch: <Notice>{text.noMatch}</Notice>,
    },
    sorting: {},
  });
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
                onChange={({ detail }) =>
                  setPeriod(AUDIT_PERIODS.find((known) => known === detail.selectedId) ?? period)
                }
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
