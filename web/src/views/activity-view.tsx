/** Activity: what happened to requests, by person, number, address, request and time. Outlives the codes. */
import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import Link from '@cloudscape-design/components/link';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import type { ReactNode } from 'react';
import { useMemo, useState } from 'react';
import { OUTCOME_CLASS_NAMES } from '../../../handlers/contract/activity.ts';
import { SCOPES } from '../../../handlers/contract/vocabulary.ts';
import { requestLine } from '../api/call-route.ts';
import { useAnswer, usePages } from '../api/use-answer.ts';
import { ExportMenu } from '../export/export-menu.tsx';
import { FailureAlert } from '../shell/failure-alert.tsx';
import { RefreshButton } from '../shell/refresh-button.tsx';
import { failedExecutions } from '../shell/trace-links.ts';
import { choice } from '../shell/url-parameters.ts';
import { useUrlState } from '../shell/use-url-state.ts';
import { shared } from '../strings.ts';
import { activityColumns } from './activity/activity-columns.tsx';
import { ActivityEmpty } from './activity/activity-empty.tsx';
import type { KindFilter, Sought } from './activity/activity-query.ts';
import { activityQuery, KIND_FILTERS, searchOf } from './activity/activity-query.ts';
import { Latest } from './activity/latest.tsx';
import { reportQuery } from './activity/report-query.ts';
import { SearchForm } from './activity/search-form.tsx';
import { isHidden, parametersOf, SOUGHT_PARAMETERS, soughtIn } from './activity/sought.ts';
import { text } from './activity/strings.ts';
import { periodParameters } from './search/period.ts';
import { PeriodPicker } from './search/period-picker.tsx';
import type { ViewProps } from './view-props.ts';

const KINDS = Object.keys(KIND_FILTERS) as readonly KindFilter[];
const SHOWN = {
  ...SOUGHT_PARAMETERS,
  outcome: choice(['any', ...OUTCOME_CLASS_NAMES], 'any'),
  kind: choice(['any', ...KINDS], 'any'),
  ...periodParameters('week'),
};
const ANY_TIME = { period: 'any', from: '', to: '' } as const;

const OUTCOME_OPTIONS = [
  { value: 'any', label: text.anyOutcome },
  ...OUTCOME_CLASS_NAMES.map((name) => ({ value: name, label: text.classes[name] })),
];
const KIND_OPTIONS = [
  { value: 'any', label: text.anyKind },
  ...KINDS.map((name) => ({ value: name, label: text.kinds[name] })),
];

export default function ActivityView(props: ViewProps): ReactNode {
  const days = props.config.activity_days;
  return (
    <ContentLayout
      defaultPadding
      header={
        <Header variant="h1" description={days > 0 && text.detail(days)}>
          {shared.views.activity}
        </Header>
      }
    >
      {days > 0 ? <Activity {...props} /> : <Off />}
    </ContentLayout>
  );
}

const Off = (): ReactNode => (
  <Alert type="info" header={text.offTitle}>
    {text.offDetail}{' '}
    <Link href={failedExecutions()} variant="primary">
      {text.failedExecutions}
    </Link>
  </Alert>
);

function Activity({ api, config, can }: ViewProps): ReactNode {
  const [{ outcome, kind, period, from, to, ...inUrl }, show] = useUrlState(SHOWN);
  const [hidden, setHidden] = useState<Sought>();
  const sought = soughtIn(inUrl, hidden);
  const chosen = { period, from, to };
  const filter = { sought, outcome, kind, period: chosen };
  const loaded = usePages(activityQuery(api, filter, true));
  const { answer, failure, loading, loadingMore, reload, loadMore } = loaded;
  const entries = answer?.entries ?? [];
  const more = answer?.nextCursor !== undefined;
  const mayTrace = can(SCOPES.read);
  const columns = useMemo(() => activityColumns(mayTrace), [mayTrace]);
  const [newest] = entries;
  const report = useAnswer(reportQuery(api, sought, newest));

  function search(next: Sought | undefined): void {
    const isSame = next?.kind === sought?.kind && next?.value === sought?.value;
    setHidden(isHidden(next) ? next : undefined);
    show(parametersOf(next));
    if (isSame) {
      void refresh();
    }
  }

  async function refresh(): Promise<void> {
    await Promise.all([reload(), report.reload()]);
  }

  return (
    <SpaceBetween size="m">
      <SearchForm key={`${sought?.kind} ${sought?.value}`} sought={sought} onSearch={search} />
      {failure && <FailureAlert failure={failure} onRetry={() => void refresh()} />}
      {sought && newest && <Latest entry={report.answer ?? newest} />}
      <Table
        items={entries}
        trackBy={({ at, kind: what, request_id, token_id }) => `${at} ${what} ${request_id} ${token_id}`}
        columnDefinitions={columns}
        ariaLabels={{ tableLabel: shared.views.activity }}
        enableKeyboardNavigation
        wrapLines
        loading={loading && answer === undefined}
        loadingText={text.loading}
        renderAriaLive={() => (answer ? text.announceCount(entries.length) : '')}
        filter={
          <div className="list-filters">
            <Select
              options={OUTCOME_OPTIONS}
              selectedOption={OUTCOME_OPTIONS.find(({ value }) => value === outcome) ?? null}
              onChange={({ detail }) =>
                show({ outcome: SHOWN.outcome.read(detail.selectedOption.value ?? null) })
              }
              ariaLabel={text.outcome}
            />
            <Select
              options={KIND_OPTIONS}
              selectedOption={KIND_OPTIONS.find(({ value }) => value === kind) ?? null}
              onChange={({ detail }) => show({ kind: SHOWN.kind.read(detail.selectedOption.value ?? null) })}
              ariaLabel={text.kind}
            />
            <PeriodPicker period={chosen} onChange={show} />
            <RefreshButton label={text.refresh} loading={loading || loadingMore} reload={refresh} />
            <ExportMenu
              name="activity"
              config={config}
              rows={() => entries}
              count={answer && entries.length}
              request={() => requestLine('searchActivity', { body: searchOf(filter, answer?.bounds ?? {}) })}
            />
          </div>
        }
        empty={
          <ActivityEmpty
            state={answer === undefined ? 'unknown' : more ? 'searched in part' : 'searched'}
            sought={sought}
            isAnyTime={period === 'any' && from === '' && to === ''}
            onSearch={search}
            onAnyTime={() => show(ANY_TIME)}
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
  );
}
