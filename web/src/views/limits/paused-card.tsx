/** The prefixes in which few new numbers currently get texts, and for which client. */
import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { ReactNode } from 'react';
import type { LimitsAnswer } from '../../../../handlers/contract/routes/limits.ts';
import { Instant } from '../../time/instant.tsx';
import { text } from './strings.ts';

export function PausedCard({ paused }: Pick<LimitsAnswer, 'paused'>): ReactNode {
  return (
    <Container
      fitHeight
      header={
        <Header variant="h2" counter={`(${paused.length})`}>
          {text.paused}
        </Header>
      }
    >
      {paused.length === 0 ? (
        <Box color="text-body-secondary">{text.nonePaused}</Box>
      ) : (
        <KeyValuePairs
          columns={2}
          minColumnWidth={150}
          items={paused.map(({ prefix, until, kind, client_id }) => ({
            label: [prefix, ...(kind ? [text.deliveries] : []), ...(client_id ? [client_id] : [])].join(
              ' · ',
            ),
            value: (
              <StatusIndicator type="stopped">
                {text.until} <Instant iso={until} />
              </StatusIndicator>
            ),
          }))}
        />
      )}
    </Container>
  );
}
