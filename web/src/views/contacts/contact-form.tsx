/** Enrols a person or changes their contact. */
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Form from '@cloudscape-design/components/form';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import RadioGroup from '@cloudscape-design/components/radio-group';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { FormEvent, ReactNode } from 'react';
import { useState } from 'react';
import type { ContactAnswer } from '../../../../handlers/contract/routes/contacts.ts';
import { CHANNELS } from '../../../../handlers/contract/vocabulary.ts';
import type { Api } from '../../api/api-client.ts';
import { FormInput } from '../../forms/form-input.tsx';
import { useFirstError } from '../../forms/use-first-error.ts';
import { useSubmission } from '../../forms/use-submission.ts';
import { readDraft, useKeptDraft } from '../../session/drafts.ts';
import { FailureAlert } from '../../shell/failure-alert.tsx';
import { shared } from '../../strings.ts';
import type { FieldName } from './contact-values.ts';
import { checkForm, FIELDS, fromContact, toContact, toDraft, withDraft } from './contact-values.ts';
import { text } from './strings.ts';

const DRAFT = 'contact';
const ORDER = Object.values(FIELDS).map(({ name }) => name);
const PREFERENCES = ['', ...CHANNELS] as const;
const ITEMS = PREFERENCES.map((value) => ({ value, label: text.preferences[value || 'none'] }));

export interface ContactFormProps {
  readonly api: Api;
  readonly userId: string;
  /** Undefined if the person is not enrolled. */
  readonly contact: ContactAnswer | undefined;
  readonly expired: boolean;
  readonly onSaved: () => Promise<void>;
}

export function ContactForm({ api, userId, contact, expired, onSaved }: ContactFormProps): ReactNode {
  const [values, setValues] = useState(() => withDraft(fromContact(contact), userId, readDraft(DRAFT)));
  const [saved, setSaved] = useState(false);
  const { input, focus } = useFirstError<FieldName>(ORDER);
  const submission = useSubmission<FieldName>({
    fields: FIELDS,
    check: () => checkForm(values),
    async send() {
      setSaved(false);
      await api.putContact(userId, toContact(values));
      setSaved(true);
      await onSaved();
    },
  });
  useKeptDraft(DRAFT, toDraft(values, userId), expired);

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    focus(await submission.submit(values));
  }

  const line = (name: 'phoneNumber' | 'email' | 'locale') => ({
    ref: input(name),
    value: values[name],
    onChange: (value: string) => setValues((before) => ({ ...before, [name]: value })),
    error: submission.errorOf(name, values),
    optional: true,
  });
  const title = contact === undefined ? text.enrolTitle : text.changeTitle;

  return (
    <form onSubmit={(event) => void submit(event)} noValidate aria-label={title}>
      <Container
        fitHeight
        header={
          <Header variant="h2" description={text.formDetail}>
            {title}
          </Header>
        }
      >
        <Form
          actions={
            <SpaceBetween direction="horizontal" size="s" alignItems="center">
              {saved && <StatusIndicator type="success">{text.saved}</StatusIndicator>}
              <Button variant="primary" formAction="submit" loading={submission.sending}>
                {contact === undefined ? text.enrol : shared.save}
              </Button>
            </SpaceBetween>
          }
        >
          <SpaceBetween size="l">
            {submission.failure && <FailureAlert failure={submission.failure} />}
            <FormInput
              label={shared.phoneNumber}
              inputMode="tel"
              placeholder={shared.phonePlaceholder}
              {...line('phoneNumber')}
            />
            <FormInput label={text.email} inputMode="email" hint={text.emailHint} {...line('email')} />
            <FormField
              label={text.preferredChannel}
              errorText={submission.errorOf('preferredChannel', values)}
            >
              <RadioGroup
                direction="horizontal"
                items={ITEMS}
                value={values.preferredChannel}
                onChange={({ detail }) => {
                  const preferredChannel = PREFERENCES.find((known) => known === detail.value);
                  setValues((before) => ({ ...before, preferredChannel: preferredChannel ?? '' }));
                }}
              />
            </FormField>
            <FormInput label={text.locale} hint={text.localeHint} {...line('locale')} />
          </SpaceBetween>
        </Form>
      </Container>
    </form>
  );
}
