/** The period as charts: what was issued, delivered and refused, and how long delivery took. */
import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Grid from '@cloudscape-design/components/grid';
import Header from '@cloudscape-design/components/header';
import MixedLineBarChart from '@cloudscape-design/components/mixed-line-bar-chart';
import type { ReactNode } from 'react';
import type { MetricSeries } from '../../../../handlers/contract/routes/metrics.ts';
import { CHANNELS } from '../../../../handlers/contract/vocabulary.ts';
import { shared } from '../../strings.ts';
import { fewerPoints } from './fewer-points.ts';
import { formatBucket, formatCount, formatMilliseconds, sum } from './figures.ts';
import { text } from './strings.ts';

const HEIGHT_PX = 200;
/** With a lower maximum, the axis would show fractions of a token. */
const MIN_TOP = 4;
/** As many points as fit on a phone. If it depended on the width, the first drawing would be too dense. */
const MOST_POINTS = 30;
const HALF = { colspan: { default: 12, s: 6 } };

interface Plot {
  readonly title: string;
  readonly values: readonly number[];
  /** The value shown for a point, if it is not the height of its bar. */
  readonly said?: readonly (number | null)[];
}

export default function Charts(props: { readonly series: MetricSeries }): ReactNode {
  const series = fewerPoints(props.series, MOST_POINTS);
  const count = { times: series.times, unit: text.tokens, format: formatCount };
  return (
    <Grid gridDefinition={[HALF, HALF, HALF, HALF]}>
      <Chart
        {...count}
        kind="line"
        title={text.tokensChart}
        plots={[
          { title: text.issued, values: series.issued },
          { title: text.verified, values: series.verified },
        ]}
      />
      <Chart
        {...count}
        kind="bar"
        title={text.deliveredChart}
        plots={CHANNELS.map((channel) => ({
          title: shared.channels[channel],
          values: series[`delivered_${channel}`],
        }))}
      />
      <Chart
        {...count}
        unit={text.requests}
        kind="bar"
        title={text.refusedChart}
        plots={[
          { title: text.refused, values: series.refused },
          { title: text.failed, values: series.failures },
        ]}
      />
      <Chart
        times={series.times}
        unit={shared.duration}
        format={formatMilliseconds}
        kind="bar"
        title={text.deliveryChart}
        plots={percentiles(series)}
      />
    </Grid>
  );
}

/**
 * One bar per point, as high as the 95th percentile and divided at the median. Not lines: a single point between
 * two gaps would be a line of no length.
 */
const percentiles = ({ p50_ms, p95_ms }: MetricSeries): Plot[] => [
  { title: text.p50, values: p50_ms.map((p50) => p50 ?? 0), said: p50_ms },
  { title: text.p95, values: p95_ms.map((p95, index) => (p95 ?? 0) - (p50_ms[index] ?? 0)), said: p95_ms },
];

interface ChartProps {
  readonly title: string;
  readonly unit: string;
  readonly times: readonly string[];
  /** Bars of the same time are stacked. */
  readonly kind: 'line' | 'bar';
  readonly plots: readonly Plot[];
  readonly format: (value: number | null) => string;
}

function Chart({ title, unit, times, kind, plots, format }: ChartProps): ReactNode {
  const isEmpty = plots.every(({ values }) => values.every((value) => value === 0));
  const top = Math.max(...times.map((_, index) => sum(plots.map(({ values }) => values[index] ?? 0))));
  return (
    <Container header={<Header variant="h2">{title}</Header>}>
      <MixedLineBarChart
        ariaLabel={title}
        height={HEIGHT_PX}
        hideFilter
        stackedBars
        xScaleType="categorical"
        xDomain={times}
        {...(top < MIN_TOP ? { yDomain: [0, MIN_TOP] } : {})}
        xTitle={text.time}
        yTitle={unit}
        series={isEmpty ? [] : plots.map((plot) => seriesOf(plot, kind, times, format))}
        i18nStrings={{ xTickFormatter: formatBucket, yTickFormatter: format }}
        empty={<Box color="text-body-secondary">{text.nothing}</Box>}
      />
    </Container>
  );
}

function seriesOf(
  { title, values, said = values }: Plot,
  type: 'line' | 'bar',
  times: readonly string[],
  format: ChartProps['format'],
) {
  return {
    type,
    title,
    data: values.map((y, index) => ({ x: times[index] ?? '', y })),
    valueFormatter: (_: number, time: string) => format(said[times.indexOf(time)] ?? null),
  };
}
