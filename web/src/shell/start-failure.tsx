/** Shown when the console's configuration cannot be had. */
import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import type { ReactNode } from 'react';
import { strings } from '../strings.ts';

export function StartFailure(): ReactNode {
  return (
    <main className="welcome">
      <Alert
        type="error"
        header={strings.start.failedTitle}
        action={<Button onClick={() => location.reload()}>{strings.start.retry}</Button>}
      >
        {strings.start.failedDetail}
      </Alert>
    </main>
  );
}
