/** The range in nine numbers, each beside the range before, and whether the service is working. */
import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { ReactNode } from 'react';
import type { MetricsAnswer } from '../../../../handlers/contract/routes/metrics.ts';
import { CHANNELS } from '../../../../handlers/contract/vocabulary.ts';
import { shared } from '../../strings.ts';
import { formatCount, formatMilliseconds, formatShare, formatUsd, sum, verdictOf } from './figures.ts';
import { text } from './strings.ts';

/** Fits a figure and its unit on one line. */
const FIGURE_PX = 180;
const INDICATORS = { failing: 'error', mended: 'warning', quiet: 'stopped', well: 'success' } as const;

export function KeyFigures({ answer }: { readonly answer: MetricsAnswer }): ReactNode {
  const { totals, series, before } = answer;
  const { p50, p95, p99 } = totals.delivery_ms;
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
        columns={3}
        minColumnWidth={FIGURE_PX}
        ariaLabel={shared.views.health}
        items={[
          { label: shared.status, value: <Verdict answer={answer} /> },
          figure(
            text.issued,
            formatCount(totals.issued),
            text.issuedHint,
            formatCount(before?.issued ?? null),
          ),
          figure(
            text.delivered,
            formatCount(sum(Object.values(totals.delivered))),
            channels,
            formatCount(before?.delivered ?? null),
          ),
          figure(
            text.verified,
            formatCount(totals.verified),
            undefined,
            formatCount(before?.verified ?? null),
          ),
          figure(
            text.conversion,
            formatShare(totals.conversion),
            totals.deliveries === 0 ? text.conversionHint : text.conversionHintOfOwn,
            formatShare(before?.conversion ?? null),
          ),
          figure(
            text.cost,
            formatUsd(totals.cost_usd),
            totals.cost_usd === null ? text.costUncounted : text.costHint,
            formatUsd(before?.cost_usd ?? null),
          ),
          figure(
            text.refused,
            formatCount(sum(Object.values(totals.refused))),
            text.refusedHint,
            formatCount(before?.refused ?? null),
          ),
          figure(
            text.failed,
            formatCount(sum(series.failures)),
            text.failedHint,
            formatCount(before?.failed ?? null),
          ),
          figure(
            text.delivery,
            formatMilliseconds(p50),
            text.slower(formatMilliseconds(p95), formatMilliseconds(p99)),
            formatMilliseconds(before?.delivery_ms.p50 ?? null),
          ),
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
  return (
    <span className="whole-words">
      <StatusIndicator type={INDICATORS[verdict]}>{words}</StatusIndicator>
    </span>
  );
}

const figure = (label: string, value: string, hint: string | undefined, before: string) => ({
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
      <Box fontSize="body-s" color="text-body-secondary">
        {text.before(before)}
      </Box>
    </>
  ),
});
