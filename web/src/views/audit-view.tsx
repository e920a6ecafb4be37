/** Audit: who did what to whom, and when. Only those see it whose access token has the scope for it. */
import { useCollection } from '@cloudscape-design/collection-hooks';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import SegmentedControl from '@cloudscape-design/components/segmented-control';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import TextFilter from '@cloudscape-design/components/text-filter';
import { type ReactNode, useState } from 'react';
import { FailureAlert } from '../shell/failure-alert.tsx';
import { RefreshButton } from '../shell/refresh-button.tsx';
import { strings } from '../strings.ts';
import { AUDIT_COLUMNS, matchesText } from './audit/audit-columns.tsx';
import { AUDIT_PERIODS, type AuditPeriod, useAudit } from './audit/use-audit.ts';
import type { ViewProps } from './view-props.ts';

const text = strings.audit;
const PERIODS = AUDIT_PERIODS.map((id) => ({ id, text: text.periods[id] }));

export default function AuditView({ api }: ViewProps): ReactNode {
  const [period, setPeriod] = useState<AuditPeriod>('day');
  const { entries, more, loading, failure, reload, loadMore } = useAudit(api, period);
  const { items, collectionProps, filterProps, filteredItemsCount } = useCollection(entries ?? [], {
    filtering: {
      filteringFunction: matchesText,
      empty: <Notice>{entries === undefined && failure ? text.notLoaded : text.empty}</Notice>,
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
                label={text.period}
                options={PERIODS}
                selectedId={period}
                onChange={({ detail }) =>
                  setPeriod(AUDIT_PERIODS.find((known) => known === detail.selectedId) ?? period)
                }
              />
              <RefreshButton label={text.refresh} loading={loading} reload={reload} />
            </SpaceBetween>
          }
        >
          {text.title}
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
          ariaLabels={{ tableLabel: text.title }}
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
              filteringClearAriaLabel={text.filterClear}
              countText={entries ? text.matches(filteredItemsCount ?? 0, entries.length, more) : ''}
            />
          }
          footer={
            more && (
              <Box textAlign="center">
                <Button loading={loading} onClick={() => void loadMore()}>
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
