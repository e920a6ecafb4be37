/** Where a person can be reached now, with the actions on it. */
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { ReactNode } from 'react';
import { useState } from 'react';
import type { ContactAnswer } from '../../../../handlers/contract/routes/contacts.ts';
import type { EmailStatus } from '../../../../handlers/contract/vocabulary.ts';
import type { Api } from '../../api/api-client.ts';

import { ActivityLink } from '../../shell/activity-link.tsx';
import { LazyConfirmDialog } from '../../shell/lazy-confirm-dialog.tsx';
import { withIds } from '../../shell/with-ids.tsx';
import { shared } from '../../strings.ts';
import { Confirmation } from './confirmation.tsx';
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
          info={<ActivityLink userId={userId} />}
          actions={contact && canWrite && <Button onClick={() => setDeleting(true)}>{text.delete}</Button>}
        >
          <bdi>{userId}</bdi>
        </Header>
      }
    >
      {contact ? (
        <SpaceBetween size="l">
          <Facts contact={contact} />
          <StatusDetail contact={contact} />
          {isWaiting(contact) && canWrite && (
            <Confirmation key={contact.email} api={api} contact={contact} onConfirmed={onChanged} />
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
  const { phone_number, email, email_status, preferred_channel, locale } = contact;
  return (
    <KeyValuePairs
      columns={2}
      minColumnWidth={240}
      items={[
        { label: shared.phoneNumber, value: <bdi>{phone_number ?? shared.none}</bdi> },
        { label: text.email, value: <bdi>{email ?? shared.none}</bdi> },
        {
          label: text.emailStatus,
          value:
            email_status === undefined ? (
              shared.none
            ) : (
              <StatusIndicator type={INDICATORS[email_status]}>{text.statuses[email_status]}</StatusIndicator>
            ),
        },
        { label: text.preferredChannel, value: text.preferences[preferred_channel ?? 'none'] },
        { label: text.locale, value: locale ?? shared.none },
      ]}
    />
  );
}

/** Of an address that gets no codes. */
function StatusDetail({ contact: { email_status } }: { readonly contact: ContactAnswer }): ReactNode {
  return email_status === undefined || email_status === 'confirmed' ? null : (
    <Box color="text-body-secondary">{text.statusDetails[email_status]}</Box>
  );
}

const INDICATORS: Readonly<Record<EmailStatus, StatusIndicatorProps.Type>> = {
  confirmed: 'success',
  unconfirmed: 'pending',
  unsubscribed: 'stopped',
  opted_out: 'stopped',
  bounced: 'error',
  complained: 'error',
};

/** Whether there is something for the owner to confirm. */
const isWaiting = ({ email_status }: ContactAnswer): boolean =>
  email_status === 'unconfirmed' || email_status === 'unsubscribed';
