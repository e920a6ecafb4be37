/** Contacts: where a person can be reached, whether it is confirmed, and how to change it. */
import ContentLayout from '@cloudscape-design/components/content-layout';
import Grid from '@cloudscape-design/components/grid';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactNode } from 'react';
import { SCOPES } from '../../../handlers/contract/vocabulary.ts';
import { useAnswer } from '../api/use-answer.ts';
import { loadingState } from '../shell/loading-state.tsx';
import { PersonSearch } from '../shell/person-search.tsx';
import { ScopeNotice } from '../shell/scope-notice.tsx';
import { shared } from '../strings.ts';
import { ContactCard } from './contacts/contact-card.tsx';
import { ContactForm } from './contacts/contact-form.tsx';
import { text } from './contacts/strings.ts';
import type { ViewProps } from './view-props.ts';

/** Shows an awaited confirmation without a manual refresh. */
const POLL_MS = 5_000;

export default function ContactsView({ api, can, expired, params }: ViewProps): ReactNode {
  const userId = params.get('user_id') ?? undefined;
  const canRead = can(SCOPES.readContacts);
  const canWrite = can(SCOPES.writeContacts);
  const { answer, failure, loading, reload } = useAnswer({
    key: ['contact', userId],
    load: () => api.readContact(userId ?? ''),
    enabled: userId !== undefined && canRead,
    pollMs: (known) => known?.answer?.email_confirmed === false && !expired && POLL_MS,
  });
  const isUnknown = failure?.kind === 'problem' && failure.problem.code === 'not_found';
  const contact = failure === undefined ? answer : undefined;

  return (
    <ContentLayout
      defaultPadding
      header={
        <Header variant="h1" description={text.detail}>
          {shared.views.contacts}
        </Header>
      }
    >
      <SpaceBetween size="l">
        <PersonSearch key={userId} view="contacts" params={params} onRepeat={() => void reload()} />
        {!canRead && <ScopeNotice scope={SCOPES.readContacts} />}
        {loadingState(
          { answer: contact, failure: isUnknown ? undefined : failure, loading, reload },
          text.loading,
        )}
        {userId !== undefined && (contact !== undefined || isUnknown || !canRead) && (
          <Grid gridDefinition={[{ colspan: { default: 12, s: 6 } }, { colspan: { default: 12, s: 6 } }]}>
            {canRead && (
              <ContactCard
                api={api}
                userId={userId}
                contact={contact}
                canWrite={canWrite}
                onChanged={reload}
              />
            )}
            {canWrite ? (
              <ContactForm
                key={`${userId} ${contact === undefined}`}
                api={api}
                userId={userId}
                contact={contact}
                expired={expired}
                onSaved={reload}
              />
            ) : (
              <ScopeNotice scope={SCOPES.writeContacts} />
            )}
          </Grid>
        )}
      </SpaceBetween>
    </ContentLayout>
  );
}
