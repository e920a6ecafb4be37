/** Health: is it working? The last hour or day in figures, charts and names. */
import Box from '@cloudscape-design/components/box';
import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import SegmentedControl from '@cloudscape-design/components/segmented-control';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { lazy, type ReactNode, Suspense, useState, useSyncExternalStore } from 'react';
import { Loading } from '../shell/loading.tsx';
import { loadingState } from '../shell/loading-state.tsx';
import { RefreshButton } from '../shell/refresh-button.tsx';
import { strings } from '../strings.ts';
import { Instant } from '../time/instant.tsx';
import { KeyFigures } from './health/key-figures.tsx';
import {
  createMetricsFeed,
  type MetricsFeed,
  type MetricsState,
  type Period,
} from './health/metrics-feed.ts';
import type { ViewProps } from './view-props.ts';

/** Cloudscape's charts and table weigh more than all the rest of the view: the figures come first. */
const Charts = lazy(() => import('./health/charts.tsx'));
const Tables = lazy(() => import('./health/tables.tsx'));

const text = strings.health;
const PERIODS = (Object.keys(text.periods) as Period[]).map((id) => ({ id, text: text.periods[id] }));

export default function HealthView({ api }: ViewProps): ReactNode {
  const [feed] = useState(() => createMetricsFeed(api, document));
  const state = useSyncExternalStore(feed.subscribe, feed.state);
  const { answer, failure, loading } = state;
  return (
    <ContentLayout
      defaultPadding
      header={
        <Header variant="h1" description={text.detail} actions={<Actions feed={feed} state={state} />}>
          {text.title}
        </Header>
      }
    >
      <SpaceBetween size="l">
        {loadingState({ answer, failure, loading, reload: feed.refresh }, text.loading)}
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
  readonly feed: MetricsFeed;
  readonly state: MetricsState;
}

function Actions({ feed, state: { period, answeredAt, loading } }: ActionsProps): ReactNode {
  return (
    <SpaceBetween size="xs" direction="horizontal" alignItems="center">
      {answeredAt && (
        <Box color="text-body-secondary">
          {text.updated} <Instant iso={answeredAt} />
        </Box>
      )}
      <SegmentedControl
        label={text.period}
        selectedId={period}
        options={PERIODS}
        onChange={({ detail }) => feed.choose(detail.selectedId as Period)}
      />
      <RefreshButton label={text.refresh} loading={loading} reload={feed.refresh} />
    </SpaceBetween>
  );
}
