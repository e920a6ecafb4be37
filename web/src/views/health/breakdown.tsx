/** What was delivered and verified, and what it cost, by channel, country or client. */
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import type { TableProps } from '@cloudscape-design/components/table';
import Table from '@cloudscape-design/components/table';
import type { ReactNode } from 'react';
import { OTHERS } from '../../../../handlers/contract/metrics.ts';
import type { MetricBreakdown, MetricSliceRow } from '../../../../handlers/contract/routes/metric-parts.ts';
import { formatCount, formatShare, formatUsd } from './figures.ts';
import { text } from './strings.ts';

interface BreakdownProps {
  readonly breakdown: MetricBreakdown;
  readonly value: string;
  readonly onShow: (value: string) => void;
}

const count = (
  id: 'delivered' | 'deliveries' | 'arrived' | 'undelivered' | 'verified',
  header: string,
): TableProps.ColumnDefinition<MetricSliceRow> => ({ id, header, cell: (row) => formatCount(row[id]) });

const COLUMNS: readonly TableProps.ColumnDefinition<MetricSliceRow>[] = [
  count('delivered', text.delivered),
  count('verified', text.verified),
  { id: 'conversion', header: text.conversion, cell: ({ conversion }) => formatShare(conversion) },
  { id: 'cost', header: text.cost, cell: ({ cost_usd }) => formatUsd(cost_usd) },
  count('arrived', text.arrived),
  count('undelivered', text.undelivered),
  count('deliveries', text.deliveries),
];

/** Most delivered first; others only if there are any. */
const listed = (rows: readonly MetricSliceRow[]): MetricSliceRow[] =>
  rows
    .filter(({ value, delivered, verified }) => value !== OTHERS || delivered + verified > 0)
    .sort((one, other) => other.delivered - one.delivered);

export function Breakdown({ breakdown: { by, counted, rows }, value, onShow }: BreakdownProps): ReactNode {
  const title = text.breakdownTitles[by];
  return (
    <Container
      header={
        <Header variant="h2" description={text.breakdownHint}>
          {title}
        </Header>
      }
    >
      {counted ? (
        <Table
          variant="embedded"
          ariaLabels={{ tableLabel: title }}
          items={listed(rows)}
          trackBy="value"
          columnDefinitions={[
            {
              id: 'value',
              header: text.by[by],
              isRowHeader: true,
              cell: (row) => text.sliceName(by, row.value),
            },
            ...COLUMNS,
            {
              id: 'show',
              header: text.only,
              cell: (row) => (
                <Button
                  variant="inline-link"
                  ariaLabel={text.showOnly(text.sliceName(by, row.value))}
                  onClick={() => onShow(row.value === value ? '' : row.value)}
                >
                  {row.value === value ? text.showAll : text.show}
                </Button>
              ),
            },
          ]}
        />
      ) : (
        <Box color="text-body-secondary">{text.uncounted}</Box>
      )}
    </Container>
  );
}
