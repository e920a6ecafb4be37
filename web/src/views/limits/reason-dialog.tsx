/**
 * Asks for the reason of something that an operator is about to do, says what will happen, and does it. If no answer
 * says whether it was done, it says that too: all of it may be repeated.
 */
import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { FormEvent, ReactNode } from 'react';
import { useId } from 'react';
import { REASON_MAX_LENGTH } from '../../../../handlers/contract/vocabulary.ts';
import type { Failure } from '../../api/failures.ts';
import { FormInput } from '../../forms/form-input.tsx';
import type { FirstError } from '../../forms/use-first-error.ts';
import type { Submission } from '../../forms/use-submission.ts';
import { FailureAlert } from '../../shell/failure-alert.tsx';
import { useKeptFocus } from '../../shell/keep-focus.ts';
import { shared } from '../../strings.ts';
import { text } from './strings.ts';

export interface ReasonDialogProps<Name extends string> {
  readonly title: string;
  readonly confirmLabel: string;
  /** What will happen, in a sentence. */
  readonly effect: ReactNode;
  /** Fields above the reason. */
  readonly children?: ReactNode;
  readonly values: Readonly<Record<Name | 'reason', string>>;
  readonly onReason: (reason: string) => void;
  readonly submission: Submission<Name | 'reason'>;
  readonly firstError: FirstError<Name | 'reason'>;
  readonly onDismiss: () => void;
}

export function ReasonDialog<Name extends string>(props: ReasonDialogProps<Name>): ReactNode {
  const form = useId();
  useKeptFocus();
  const { values, submission, firstError, onDismiss } = props;
  const { failure } = submission;

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    firstError.focus(await submission.submit(values));
  }

  return (
    <Modal
      visible
      header={props.title}
      onDismiss={onDismiss}
      closeAriaLabel={shared.close}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={onDismiss}>
              {shared.cancel}
            </Button>
            <Button variant="primary" form={form} formAction="submit" loading={submission.sending}>
              {props.confirmLabel}
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <form ref={focusFirstOf} id={form} onSubmit={(event) => void submit(event)} noValidate>
        <SpaceBetween size="m">
          {props.children}
          <div>{props.effect}</div>
          <FormInput
            label={text.reason}
            hint={text.reasonHint(REASON_MAX_LENGTH)}
            ref={firstError.input('reason')}
            value={values.reason}
            onChange={props.onReason}
            error={submission.errorOf('reason', values)}
          />
          {failure && <FailureAlert failure={failure} />}
          {failure && isOutcomeUnknown(failure) && <Alert type="warning">{text.unknownOutcome}</Alert>}
        </SpaceBetween>
      </form>
    </Modal>
  );
}

/**
 * The first field that is still empty, and not the cross, which Cloudscape gives the focus when the dialog opens: Enter
 * would close it, and what is typed would be lost.
 */
function focusFirstOf(form: HTMLFormElement): () => void {
  const timer = setTimeout(() => {
    const inputs = [...form.querySelectorAll<HTMLInputElement>('input[type="text"]')];
    (inputs.find(({ value }) => value === '') ?? inputs[0])?.focus();
  });
  return () => clearTimeout(timer);
}

/** Nothing is done that the audit log did not take. */
function isOutcomeUnknown(failure: Failure): boolean {
  if (failure.kind === 'problem') {
    return failure.problem.status >= 500 && failure.problem.code !== 'audit_unavailable';
  }
  return failure.kind === 'unreachable' || failure.kind === 'unexpected';
}
