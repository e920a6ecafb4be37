/** Health: is the service working? The last hour or day in figures, charts and tables. */
import Box from '@cloudscape-design/components/box';
import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import SegmentedControl from '@cloudscape-design/components/segmented-control';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactNode } from 'react';
import { lazy, Suspense, useState } from 'react';
import type { Loaded } from '../api/use-answer.ts';
import { useAnswer } from '../api/use-answer.ts';
import { Loading } from '../shell/loading.tsx';
import { loadingState } from '../shell/loading-state.tsx';
import { RefreshButton } from '../shell/refresh-button.tsx';
import { shared } from '../strings.ts';
import { Instant } from '../time/instant.tsx';
import { KeyFigures } from './health/key-figures.tsx';
import type { Metrics, Period } from './health/metrics-query.ts';
import { metricsQuery } from './health/metrics-query.ts';
import { text } from './health/strings.ts';
import type { ViewProps } from './view-props.ts';

/** Cloudscape's charts and table weigh more than the rest of the view, so the figures are shown first. */
const Charts = lazy(() => import('./health/charts.tsx'));
const Tables = lazy(() => import('./health/tables.tsx'));

const PERIODS = (Object.keys(shared.periods) as Period[]).map((id) => ({ id, text: shared.periods[id] }));

export default function HealthView({ api }: ViewProps): ReactNode {
  const [period, setPeriod] = useState<Period>('hour');
  const loaded = useAnswer(metricsQuery(api, period));
  const { answer } = loaded;
  return (
    <ContentLayout
      defaultPadding
      header={
        <Header
          variant="h1"
          description={text.detail}
          actions={<Actions loaded={loaded} period={period} onPeriod={setPeriod} />}
        >
          {shared.views.health}
        </Header>
      }
    >
      <SpaceBetween size="l">
        {loadingState(loaded, text.loading)}
        {answer && <KeyFigures answer={answer} />}
        {answer && (
          <Suspense fallback={<Loading>{text.loading}</Loading>}>
            <SpaceBetween size="l">
              <Charts series={answer.series} />
              <Tables answer={answer} />
            </SpaceBetween>
          </Suspense>
        )}
      </SpaceBetween>
    </ContentLayout>
  );
}

interface ActionsProps {
  readonly loaded: Loaded<Metrics>;
  readonly period: Period;
  readonly onPeriod: (period: Period) => void;
}

function Actions({ loaded: { answer, loading, reload }, period, onPeriod }: ActionsProps): ReactNode {
  return (
    <SpaceBetween size="xs" direction="horizontal" alignItems="center">
      {answer && (
        <Box color="text-body-secondary">
          {text.updated} <Instant iso={answer.answeredAt} />
        </Box>
      )}
      <SegmentedControl
        label={shared.period}
        selectedId={period}
        options={PERIODS}
        onChange={({ detail }) => onPeriod(detail.selectedId as Period)}
      />
      <RefreshButton label={text.refresh} loading={loading} reload={reload} />
    </SpaceBetween>
  );
}
