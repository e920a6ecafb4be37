/**
 * The range as lines: what was issued, delivered and refused, how long delivery took, and what texts cost.
 *
 * Lines alone: Cloudscape's bars would get a negative width while a window is made narrow, and stacked percentiles would
 * read as a sum.
 */
import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Grid from '@cloudscape-design/components/grid';
import Header from '@cloudscape-design/components/header';
import LineChart from '@cloudscape-design/components/line-chart';
import type { ReactNode } from 'react';
import type { MetricsAnswer } from '../../../../handlers/contract/routes/metrics.ts';
import { CHANNELS } from '../../../../handlers/contract/vocabulary.ts';
import { shared } from '../../strings.ts';
import { useZone } from '../../time/time-zone.ts';
import type { Plot } from './chart-series.ts';
import { isEmpty, lineOf, topOf } from './chart-series.ts';
import { formatBucket, formatCount, formatMilliseconds, formatUsd } from './figures.ts';
import { COLOURS } from './series-colours.ts';
import { text } from './strings.ts';

const HEIGHT_PX = 200;
const HALF = { colspan: { default: 12, s: 6 } };

export default function Charts({ answer }: { readonly answer: MetricsAnswer }): ReactNode {
  const charts = answer.slice === null ? ofAll(answer) : ofSlice(answer, answer.slice);
  return (
    <Grid gridDefinition={charts.map(() => HALF)}>
      {charts.map((chart) => (
        <Chart key={chart.title} {...chart} answer={answer} />
      ))}
    </Grid>
  );
}

interface ChartFacts {
  readonly title: string;
  readonly hint?: string;
  readonly unit: string;
  readonly plots: readonly Plot[];
  readonly format: (value: number | null) => string;
}

const COUNTS = { unit: text.tokens, format: formatCount };

function ofAll({ series }: MetricsAnswer): readonly ChartFacts[] {
  return [
    {
      ...COUNTS,
      title: text.tokensChart,
      plots: [
        { title: text.issued, values: series.issued, color: COLOURS.issued },
        { title: text.verified, values: series.verified, color: COLOURS.verified },
      ],
    },
    {
      ...COUNTS,
      title: text.deliveredChart,
      plots: CHANNELS.map((channel) => ({
        title: shared.channels[channel],
        values: series[`delivered_${channel}`],
        color: COLOURS[channel],
      })),
    },
    {
      ...COUNTS,
      unit: text.requests,
      title: text.refusedChart,
      plots: [
        { title: text.refused, values: series.refused, color: COLOURS.refused },
        { title: text.failed, values: series.failures, color: COLOURS.failed },
      ],
    },
    {
      title: text.deliveryChart,
      hint: text.deliveryChartHint,
      unit: shared.duration,
      format: formatMilliseconds,
      plots: [
        { title: text.p50, values: series.p50_ms, color: COLOURS.p50 },
        { title: text.p95, values: series.p95_ms, color: COLOURS.p95 },
        { title: text.p99, values: series.p99_ms, color: COLOURS.p99 },
      ],
    },
  ];
}

function ofSlice(
  { breakdown }: MetricsAnswer,
  { value, delivered, verified, cost_usd }: NonNullable<MetricsAnswer['slice']>,
): readonly ChartFacts[] {
  const of = text.sliceName(breakdown.by, value);
  return [
    {
      ...COUNTS,
      title: text.sliceChart(of),
      plots: [
        { title: text.delivered, values: delivered, color: COLOURS.delivered },
        { title: text.verified, values: verified, color: COLOURS.verified },
      ],
    },
    ...(cost_usd === null
      ? []
      : [
          {
            title: text.costChart(of),
            unit: text.usd,
            format: formatUsd,
            plots: [{ title: text.cost, values: cost_usd, color: COLOURS.cost }],
          },
        ]),
  ];
}

type ChartProps = ChartFacts & { readonly answer: MetricsAnswer };

function Chart({ title, hint, unit, plots, format, answer }: ChartProps): ReactNode {
  const { from, to, bucket_seconds, series } = answer;
  const top = topOf(plots);
  const zone = useZone();
  return (
    <Container
      header={
        <Header variant="h2" {...(hint ? { description: hint } : {})}>
          {title}
        </Header>
      }
    >
      <LineChart
        ariaLabel={title}
        height={HEIGHT_PX}
        hideFilter
        xScaleType="time"
        xDomain={[new Date(from), new Date(to)]}
        yDomain={[0, top]}
        xTitle={text.time}
        yTitle={unit}
        series={isEmpty(plots) ? [] : plots.map((plot) => lineOf(plot, series.times, bucket_seconds, format))}
        i18nStrings={{
          xTickFormatter: (at) => formatBucket(at, bucket_seconds, zone),
          yTickFormatter: format,
        }}
        empty={<Box color="text-body-secondary">{text.nothing}</Box>}
      />
    </Container>
  );
}
