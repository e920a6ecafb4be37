/** A spinner with words, for the moment before something is there. */
import Box from '@cloudscape-design/components/box';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { ReactNode } from 'react';

export function Loading({ children }: { readonly children: ReactNode }): ReactNode {
  return (
    <Box textAlign="center" padding="xxl">
      <StatusIndicator type="loading">{children}</StatusIndicator>
    </Box>
  );
}
