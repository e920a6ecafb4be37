/** Asks for confirmation of an action that cannot be undone, performs it, and says why if it fails. */
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactNode } from 'react';
import { useState } from 'react';
import type { Failure } from '../api/failures.ts';
import { failureOf } from '../api/failures.ts';
import { shared } from '../strings.ts';
import { FailureAlert } from './failure-alert.tsx';
import { useKeptFocus } from './keep-focus.ts';

export interface ConfirmDialogProps {
  readonly title: string;
  /** What will happen. */
  readonly children: ReactNode;
  readonly confirmLabel: string;
  /** @throws CallFailed, which keeps the dialog open */
  readonly onConfirm: () => Promise<void>;
  /** The dialog is over, either way. */
  readonly onDismiss: () => void;
}

export default function ConfirmDialog(props: ConfirmDialogProps): ReactNode {
  useKeptFocus();
  const [sending, setSending] = useState(false);
  const [failure, setFailure] = useState<Failure>();

  async function confirm(): Promise<void> {
    setSending(true);
    try {
      await props.onConfirm();
      props.onDismiss();
    } catch (error) {
      setFailure(failureOf(error));
      setSending(false);
    }
  }

  return (
    <Modal
      visible
      header={props.title}
      onDismiss={props.onDismiss}
      closeAriaLabel={shared.close}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={props.onDismiss}>
              {shared.cancel}
            </Button>
            <Button variant="primary" loading={sending} onClick={() => void confirm()}>
              {props.confirmLabel}
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="m">
        <div>{props.children}</div>
        {failure && <FailureAlert failure={failure} />}
      </SpaceBetween>
    </Modal>
  );
}
