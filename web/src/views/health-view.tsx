/** Health: is the service working? Alarms, and a range of time in figures, charts and tables. */
import Box from '@cloudscape-design/components/box';
import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactNode } from 'react';
import { lazy, Suspense } from 'react';
import type { PageConfig } from '../../../handlers/contract/page.ts';
import type { Loaded } from '../api/use-answer.ts';
import { useAnswer } from '../api/use-answer.ts';
import { ExportMenu } from '../export/export-menu.tsx';
import { Loading } from '../shell/loading.tsx';
import { loadingState } from '../shell/loading-state.tsx';
import { RefreshButton } from '../shell/refresh-button.tsx';
import { useUrlState } from '../shell/use-url-state.ts';
import { shared } from '../strings.ts';
import { Instant } from '../time/instant.tsx';
import { AlarmStates } from './health/alarm-states.tsx';
import { rowsOf } from './health/exported-rows.ts';
import { KeyFigures } from './health/key-figures.tsx';
import { Links } from './health/links.tsx';
import type { Metrics, Shown } from './health/metrics-query.ts';
import { metricsQuery, SHOWN } from './health/metrics-query.ts';
import { RangePicker } from './health/range-picker.tsx';
import { SlicePicker } from './health/slice-picker.tsx';
import { text } from './health/strings.ts';
import type { ViewProps } from './view-props.ts';

/** Cloudscape's charts and table weigh more than the rest of the view, so the figures are shown first. */
const Breakdown = lazy(() => import('./health/breakdown.tsx'));
const Charts = lazy(() => import('./health/charts.tsx'));
const Tables = lazy(() => import('./health/tables.tsx'));

export default function HealthView({ api, config }: ViewProps): ReactNode {
  const [shown, show] = useUrlState(SHOWN);
  const loaded = useAnswer(metricsQuery(api, shown));
  const { answer } = loaded;
  return (
    <ContentLayout
      defaultPadding
      header={
        <SpaceBetween size="m">
          <Header
            variant="h1"
            description={text.detail}
            actions={<Actions loaded={loaded} config={config} />}
          >
            {shared.views.health}
          </Header>
          <Links config={config} />
          <RangePicker shown={shown} show={show} />
        </SpaceBetween>
      }
    >
      <SpaceBetween size="l">
        {answer && <AlarmStates alarms={answer.alarms} />}
        {loadingState(loaded, text.loading)}
        {answer && <KeyFigures answer={answer} />}
        <SlicePicker shown={shown} show={show} breakdown={answer?.breakdown} />
        {answer && <Details answer={answer} config={config} shown={shown} show={show} />}
      </SpaceBetween>
    </ContentLayout>
  );
}

interface DetailsProps {
  readonly answer: Metrics;
  readonly config: PageConfig;
  readonly shown: Shown;
  readonly show: (change: Partial<Shown>) => void;
}

function Details({ answer, config, shown, show }: DetailsProps): ReactNode {
  const { slice, breakdown } = answer;
  return (
    <Suspense fallback={<Loading>{text.loading}</Loading>}>
      <SpaceBetween size="l">
        <Breakdown
          breakdown={breakdown}
          config={config}
          value={shown.value}
          onShow={(value) => show({ value })}
        />
        {slice && (
          <Box color="text-body-secondary">{text.notBySlice(text.sliceName(breakdown.by, slice.value))}</Box>
        )}
        <Charts answer={answer} />
        <Tables answer={answer} />
      </SpaceBetween>
    </Suspense>
  );
}

interface ActionsProps {
  readonly loaded: Loaded<Metrics>;
  readonly config: PageConfig;
}

const Actions = ({ loaded: { answer, loading, reload }, config }: ActionsProps): ReactNode => (
  <SpaceBetween size="xs" direction="horizontal" alignItems="center">
    {answer && (
      <Box color="text-body-secondary">
        {text.updated} <Instant iso={answer.answeredAt} />
      </Box>
    )}
    <ExportMenu
      name="health"
      config={config}
      rows={() => (answer ? rowsOf(answer) : [])}
      count={answer?.series.times.length}
    />
    <RefreshButton label={text.refresh} loading={loading} reload={reload} />
  </SpaceBetween>
);
