/** The period in eight numbers, and whether the service is working. */
import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { ReactNode } from 'react';
import type { MetricsAnswer } from '../../../../handlers/contract/routes/metrics.ts';
import { CHANNELS } from '../../../../handlers/contract/vocabulary.ts';
import { shared } from '../../strings.ts';
import { formatCount, formatMilliseconds, formatShare, sum, verdictOf } from './figures.ts';
import { text } from './strings.ts';

/** Fits a figure and its unit on one line. */
const FIGURE_PX = 180;
const INDICATORS = { failing: 'error', mended: 'warning', quiet: 'stopped', well: 'success' } as const;

export function KeyFigures({ answer }: { readonly answer: MetricsAnswer }): ReactNode {
  const { totals, series } = answer;
  const { p50, p95 } = totals.delivery_ms;
  const unknown = sum(Object.values(totals.unknown));
  const arrived = sum(Object.values(totals.arrived));
  const undelivered = sum(Object.values(totals.undelivered));
  const channels = [
    ...CHANNELS.map((channel) => `${shared.channels[channel]} ${formatCount(totals.delivered[channel])}`),
    ...(totals.deliveries === 0 ? [] : [`${text.deliveries} ${formatCount(totals.deliveries)}`]),
    ...(unknown === 0 ? [] : [`${text.unknown} ${formatCount(unknown)}`]),
    ...(arrived + undelivered === 0 ? [] : [text.reported(formatCount(arrived), formatCount(undelivered))]),
  ].join(' · ');
  return (
    <Container>
      <KeyValuePairs
        columns={4}
        minColumnWidth={FIGURE_PX}
        ariaLabel={shared.views.health}
        items={[
          { label: shared.status, value: <Verdict answer={answer} /> },
          figure(text.issued, formatCount(totals.issued), text.issuedHint),
          figure(text.delivered, formatCount(sum(Object.values(totals.delivered))), channels),
          figure(text.verified, formatCount(totals.verified)),
          figure(
            text.conversion,
            formatShare(totals.conversion),
            totals.deliveries === 0 ? text.conversionHint : text.conversionHintOfOwn,
          ),
          figure(text.refused, formatCount(sum(Object.values(totals.refused))), text.refusedHint),
          figure(text.failed, formatCount(sum(series.failures)), text.failedHint),
          figure(text.delivery, formatMilliseconds(p50), `${text.p95} ${formatMilliseconds(p95)}`),
        ]}
      />
    </Container>
  );
}

function Verdict({ answer }: { readonly answer: MetricsAnswer }): ReactNode {
  const verdict = verdictOf(answer);
  const words =
    verdict === 'failing'
      ? text.statuses.failing(formatCount(sum(answer.series.failures)))
      : text.statuses[verdict];
  return <StatusIndicator type={INDICATORS[verdict]}>{words}</StatusIndicator>;
}

const figure = (label: string, value: string, hint?: string) => ({
  label,
  value: (
    <>
      <Box variant="awsui-value-large">
        <span className="figure">{value}</span>
      </Box>
      {hint && (
        <Box fontSize="body-s" color="text-body-secondary">
          {hint}
        </Box>
      )}
    </>
  ),
});
