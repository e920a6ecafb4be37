/** A spinner with a label, for what is still loading. */
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
