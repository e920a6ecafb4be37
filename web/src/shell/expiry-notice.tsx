/** Says that the session is over, and takes the focus so that nobody misses it. */

import type { AlertProps } from '@cloudscape-design/components/alert';
import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import type { ReactNode } from 'react';
import { useEffect, useRef } from 'react';
import { strings } from './strings.ts';

export function ExpiryNotice({ onSignIn }: { readonly onSignIn: () => void }): ReactNode {
  const alert = useRef<AlertProps.Ref>(null);
  useEffect(() => alert.current?.focus(), []);
  return (
    <Box padding={{ horizontal: 'l', top: 'm' }}>
      <Alert
        ref={alert}
        type="warning"
        header={strings.session.expiredTitle}
        action={<Button onClick={onSignIn}>{strings.session.signInAgain}</Button>}
      >
        {strings.session.expiredDetail}
      </Alert>
    </Box>
  );
}
