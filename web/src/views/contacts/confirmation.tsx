/** Confirms an address by the code that its owner has typed in, or has it sent again. */
import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { FormEvent, ReactNode } from 'react';
import { useState } from 'react';
import type { ContactAnswer } from '../../../../handlers/contract/routes/contacts.ts';
import type { Api } from '../../api/api-client.ts';
import type { Failure } from '../../api/failures.ts';
import { failureOf } from '../../api/failures.ts';
import { FormInput } from '../../forms/form-input.tsx';
import { FailureAlert } from '../../shell/failure-alert.tsx';
import { fromContact, toContact } from './contact-values.ts';
import { text } from './strings.ts';

export interface ConfirmationProps {
  readonly api: Api;
  readonly contact: ContactAnswer;
  readonly onConfirmed: () => Promise<void>;
}

export function Confirmation({ api, contact, onConfirmed }: ConfirmationProps): ReactNode {
  const [code, setCode] = useState('');
  const [error, setError] = useState<string>();
  const [state, setState] = useState<'idle' | 'confirming' | 'sending' | 'sent'>('idle');
  const [failure, setFailure] = useState<Failure>();

  async function run(busy: 'confirming' | 'sending', call: () => Promise<void>): Promise<void> {
    setState(busy);
    setFailure(undefined);
    try {
      await call();
      setState(busy === 'sending' ? 'sent' : 'idle');
    } catch (caught) {
      setFailure(failureOf(caught));
      setState('idle');
    }
  }

  async function confirm(event: FormEvent): Promise<void> {
    event.preventDefault();
    const typed = code.trim();
    setError(typed === '' ? text.codeMissing : undefined);
    if (typed === '') {
      return;
    }
    await run('confirming', async () => {
      await api.confirmContact(contact.user_id, { code: typed });
      await onConfirmed();
    });
  }

  /** Saving an unconfirmed address again makes the service ask for confirmation again. */
  const resend = () =>
    run('sending', async () => {
      await api.putContact(contact.user_id, toContact(fromContact(contact)));
    });

  return (
    <form onSubmit={(event) => void confirm(event)} noValidate aria-label={text.confirm}>
      <SpaceBetween size="s">
        {failure && <FailureAlert failure={failure} />}
        <FormInput label={text.code} value={code} onChange={setCode} error={error} inputMode="text" />
        <SpaceBetween direction="horizontal" size="s" alignItems="center">
          <Button formAction="submit" loading={state === 'confirming'}>
            {text.confirm}
          </Button>
          <Button formAction="none" loading={state === 'sending'} onClick={() => void resend()}>
            {text.resend}
          </Button>
          {state === 'sent' && <StatusIndicator type="success">{text.resent}</StatusIndicator>}
        </SpaceBetween>
      </SpaceBetween>
    </form>
  );
}
