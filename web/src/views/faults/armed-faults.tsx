/** The faults that are still to come. */
import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { ReactNode } from 'react';
import { strings } from '../../strings.ts';
import type { Fault } from './local-faults.ts';

const text = strings.faults;

export function ArmedFaults({ armed }: { readonly armed: readonly Fault[] }): ReactNode {
  return (
    <Container
      header={
        <Header variant="h2" counter={`(${armed.length})`}>
          {text.armed}
        </Header>
      }
    >
      <div aria-live="polite">
        {armed.length === 0 ? (
          <Box color="text-body-secondary">{text.noneArmed}</Box>
        ) : (
          <SpaceBetween size="xs">
            {armed.map((fault, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the same fault may wait twice, and the order is what tells them apart
              <StatusIndicator key={index} type="warning">
                {text.describe(fault)}
              </StatusIndicator>
            ))}
          </SpaceBetween>
        )}
      </div>
    </Container>
  );
}
