/** The faults that are still armed. */
import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { ReactNode } from 'react';
import type { Fault } from '../../local/local-runtime.ts';
import { text } from './strings.ts';

/** `armed` is undefined while it is not known. */
export function ArmedFaults({ armed }: { readonly armed: readonly Fault[] | undefined }): ReactNode {
  return (
    <Container
      header={
        <Header variant="h2" {...(armed ? { counter: `(${armed.length})` } : {})}>
          {text.armed}
        </Header>
      }
    >
      <div aria-live="polite">
        {armed === undefined || armed.length === 0 ? (
          <Box color="text-body-secondary">{armed ? text.noneArmed : text.unknown}</Box>
        ) : (
          <SpaceBetween size="xs">
            {armed.map((fault, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the same fault may be armed twice, and only the order tells the two apart
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
