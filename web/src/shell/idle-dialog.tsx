/** Asks whether anybody is there. Escape and the cross, which has the focus, answer yes, as the button does. */
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactNode } from 'react';
import { formatDuration, secondsLeft } from '../time/format-time.ts';
import { useTick } from '../time/use-tick.ts';
import { strings } from './strings.ts';

const text = strings.session.idle;

export interface IdleDialogProps {
  readonly endsAtMs: number;
  readonly onStay: () => void;
  readonly onSignOut: () => void;
}

export default function IdleDialog({ endsAtMs, onStay, onSignOut }: IdleDialogProps): ReactNode {
  const left = useTick((nowMs) => secondsLeft(endsAtMs, nowMs));
  return (
    <Modal
      visible
      header={text.title}
      onDismiss={onStay}
      closeAriaLabel={text.stay}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={onSignOut}>
              {strings.session.signOut}
            </Button>
            <Button variant="primary" onClick={onStay}>
              {text.stay}
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      {text.detail} <span role="timer">{text.left(formatDuration(left))}</span>
    </Modal>
  );
}
