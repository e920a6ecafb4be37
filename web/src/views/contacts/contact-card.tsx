/** Where a person can be reached now, with the actions on it. */
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { ReactNode } from 'react';
import { useState } from 'react';
import type { ContactAnswer } from '../../../../handlers/contract/routes/contacts.ts';
import type { Api } from '../../api/api-client.ts';
import type { Failure } from '../../api/failures.ts';
import { failureOf } from '../../api/failures.ts';
import { FailureAlert } from '../../shell/failure-alert.tsx';
import { LazyConfirmDialog } from '../../shell/lazy-confirm-dialog.tsx';
import { withIds } from '../../shell/with-ids.tsx';
import { shared } from '../../strings.ts';
import { fromContact, toContact } from './contact-values.ts';
import { text } from './strings.ts';

export interface ContactCardProps {
  readonly api: Api;
  readonly userId: string;
  /** Undefined if the person is not enrolled. */
  readonly contact: ContactAnswer | undefined;
  readonly canWrite: boolean;
  readonly onChanged: () => Promise<void>;
}

export function ContactCard({ api, userId, contact, canWrite, onChanged }: ContactCardProps): ReactNode {
  const [deleting, setDeleting] = useState(false);
  return (
    <Container
      fitHeight
      header={
        <Header
          variant="h2"
          actions={contact && canWrite && <Button onClick={() => setDeleting(true)}>{text.delete}</Button>}
        >
          <bdi>{userId}</bdi>
        </Header>
      }
    >
      {contact ? (
        <SpaceBetween size="l">
          <Facts contact={contact} />
          {contact.email_confirmed === false && canWrite && (
            <ResendConfirmation key={contact.email} api={api} contact={contact} />
          )}
        </SpaceBetween>
      ) : (
        <Box textAlign="center" color="text-body-secondary" padding={{ vertical: 'l' }}>
          <Box variant="strong" color="inherit">
            {text.unknown}
          </Box>
          <Box variant="p" color="inherit">
            {text.unknownDetail}
          </Box>
        </Box>
      )}
      {deleting && (
        <LazyConfirmDialog
          title={text.deletion.title}
          confirmLabel={text.delete}
          onConfirm={async () => {
            await api.deleteContact(userId);
            await onChanged();
          }}
          onDismiss={() => setDeleting(false)}
        >
          {withIds(text.deletion.detail, userId)}
        </LazyConfirmDialog>
      )}
    </Container>
  );
}

function Facts({ contact }: { readonly contact: ContactAnswer }): ReactNode {
  const { phone_number, email, email_confirmed, preferred_channel, locale } = contact;
  return (
    <KeyValuePairs
      columns={2}
      minColumnWidth={240}
      items={[
        { label: shared.phoneNumber, value: <bdi>{phone_number ?? shared.none}</bdi> },
        { label: text.email, value: <bdi>{email ?? shared.none}</bdi> },
        {
          label: text.confirmation,
          value:
            email === undefined ? (
              shared.none
            ) : (
              <StatusIndicator type={email_confirmed ? 'success' : 'pending'}>
                {email_confirmed ? text.confirmed : text.unconfirmed}
              </StatusIndicator>
            ),
        },
        { label: text.preferredChannel, value: text.preferences[preferred_channel ?? 'none'] },
        { label: text.locale, value: locale ?? shared.none },
      ]}
    />
  );
}

interface ResendConfirmationProps {
  readonly api: Api;
  readonly contact: ContactAnswer;
}

/** Saving an unconfirmed address again makes the service ask for confirmation again. */
function ResendConfirmation({ api, contact }: ResendConfirmationProps): ReactNode {
  const [state, setState] = useState<'idle' | 'sending' | 'sent'>('idle');
  const [failure, setFailure] = useState<Failure>();

  async function resend(): Promise<void> {
    setState('sending');
    setFailure(undefined);
    try {
      await api.putContact(contact.user_id, toContact(fromContact(contact)));
      setState('sent');
    } catch (error) {
      setFailure(failureOf(error));
      setState('idle');
    }
  }

  return (
    <SpaceBetween size="s">
      <Box color="text-body-secondary">{text.unconfirmedDetail}</Box>
      {failure && <FailureAlert failure={failure} />}
      <SpaceBetween direction="horizontal" size="s" alignItems="center">
        <Button loading={state === 'sending'} onClick={() => void resend()}>
          {text.resend}
        </Button>
        {state === 'sent' && <StatusIndicator type="success">{text.resent}</StatusIndicator>}
      </SpaceBetween>
    </SpaceBetween>
  );
}
