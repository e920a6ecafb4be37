/** Shown when the console's configuration could not be loaded. */
import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import type { ReactNode } from 'react';
import { shared } from '../strings.ts';
import { strings } from './strings.ts';

export function StartFailure(): ReactNode {
  return (
    <main className="welcome">
      <Alert
        type="error"
        header={strings.start.failedTitle}
        action={<Button onClick={() => location.reload()}>{shared.retry}</Button>}
      >
        {strings.start.failedDetail}
      </Alert>
    </main>
  );
}
