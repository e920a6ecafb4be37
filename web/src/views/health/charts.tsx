/** The period point by point: what was issued, delivered, refused, and how long it took. */
import BarChart from '@cloudscape-design/components/bar-chart';
import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Grid from '@cloudscape-design/components/grid';
import Header from '@cloudscape-design/components/header';
import type { ReactNode } from 'react';
import type { MetricSeries } from '../../../../handlers/contract/api.ts';
import { strings } from '../../strings.ts';
import { formatBucket, formatCount, formatMilliseconds } from './figures.ts';

const text = strings.health;
const HEIGHT_PX = 200;
const HALF = { colspan: { default: 12, m: 6 } };

interface Line {
  readonly title: string;
  readonly values: readonly (number | null)[];
}

export default function Charts({ series }: { readonly series: MetricSeries }): ReactNode {
  const { times } = series;
  const count = { times, unit: text.tokens, format: formatCount };
  return (
    <Grid gridDefinition={[HALF, HALF, HALF, HALF]}>
      <Chart
        {...count}
        title={text.tokensChart}
        lines={[
          { title: text.issued, values: series.issued },
          { title: text.verified, values: series.verified },
        ]}
      />
      <Chart
        {...count}
        stacked
        title={text.deliveredChart}
        lines={[
          { title: text.channels.sms, values: series.delivered_sms },
          { title: text.channels.email, values: series.delivered_email },
        ]}
      />
      <Chart
        {...count}
        stacked
        unit={text.requests}
        title={text.refusedChart}
        lines={[
          { title: text.refused, values: series.refused },
          { title: text.failed, values: series.failures },
        ]}
      />
      <Chart
        times={times}
        unit={text.milliseconds}
        format={formatMilliseconds}
        title={text.deliveryChart}
        lines={[
          { title: text.p50, values: series.p50_ms },
          { title: text.p95, values: series.p95_ms },
        ]}
      />
    </Grid>
  );
}

interface ChartProps {
  readonly title: string;
  readonly unit: string;
  readonly times: readonly string[];
  readonly lines: readonly Line[];
  readonly format: (value: number) => string;
  readonly stacked?: boolean;
}

/** Bars, not lines: a single point between two gaps would be invisible as a line. */
function Chart({ title, unit, times, lines, format, stacked = false }: ChartProps): ReactNode {
  const isEmpty = lines.every(({ values }) => values.every((value) => !value));
  return (
    <Container header={<Header variant="h2">{title}</Header>}>
      <BarChart
        ariaLabel={title}
        height={HEIGHT_PX}
        hideFilter
        stackedBars={stacked}
        xScaleType="categorical"
        xDomain={times}
        xTitle={text.time}
        yTitle={unit}
        series={
          isEmpty
            ? []
            : lines.map((line) => ({
                type: 'bar' as const,
                title: line.title,
                valueFormatter: format,
                data: line.values.flatMap((y, index) => (y === null ? [] : [{ x: times[index] ?? '', y }])),
              }))
        }
        i18nStrings={{ xTickFormatter: formatBucket, yTickFormatter: format }}
        empty={<Box color="text-body-secondary">{text.nothing}</Box>}
      />
    </Container>
  );
}
