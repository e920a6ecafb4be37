/** Records that the owner of a number or address wants no messages, or wants them again. The list cannot be read. */
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import RadioGroup from '@cloudscape-design/components/radio-group';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { FormEvent, ReactNode } from 'react';
import { useState } from 'react';
import type { Api } from '../../api/api-client.ts';
import type { FormFields } from '../../forms/field-errors.ts';
import { FormInput } from '../../forms/form-input.tsx';
import { useFirstError } from '../../forms/use-first-error.ts';
import { useSubmission } from '../../forms/use-submission.ts';
import { readDraft, useKeptDraft } from '../../session/drafts.ts';
import { FailureAlert } from '../../shell/failure-alert.tsx';
import { shared } from '../../strings.ts';
import { text } from './strings.ts';

const CHOICES = ['out', 'in'] as const;
const DRAFT = 'opt-out';
type Choice = (typeof CHOICES)[number];
type FieldName = 'destination' | 'choice';

const FIELDS: FormFields<FieldName> = {
  phone_number: { name: 'destination', label: text.optOut.destination },
  email: { name: 'destination', label: text.optOut.destination },
  opted_out: { name: 'choice', label: text.optOut.choice },
};

export interface OptOutCardProps {
  readonly api: Api;
  readonly expired: boolean;
}

export function OptOutCard({ api, expired }: OptOutCardProps): ReactNode {
  const [destination, setDestination] = useState('');
  const [choice, setChoice] = useState<Choice>(() => knownChoice(readDraft(DRAFT).choice) ?? 'out');
  const [done, setDone] = useState<Choice>();
  const { input, focus } = useFirstError<FieldName>(['destination']);
  const values = { destination, choice };
  const submission = useSubmission<FieldName>({
    fields: FIELDS,
    check: () => (destination.trim() === '' ? { destination: text.optOut.missing } : {}),
    async send() {
      setDone(undefined);
      await api.putOptOut({ ...readDestination(destination), opted_out: choice === 'out' });
      setDone(choice);
      setDestination('');
    },
  });
  useKeptDraft(DRAFT, { choice }, expired);

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    focus(await submission.submit(values));
  }

  return (
    <form onSubmit={(event) => void submit(event)} noValidate aria-label={text.optOut.title}>
      <Container
        header={
          <Header variant="h2" description={text.optOut.detail}>
            {text.optOut.title}
          </Header>
        }
      >
        <SpaceBetween size="m">
          {submission.failure && <FailureAlert failure={submission.failure} />}
          <FormInput
            label={text.optOut.destination}
            placeholder={shared.phonePlaceholder}
            ref={input('destination')}
            value={destination}
            onChange={setDestination}
            error={submission.errorOf('destination', values)}
          />
          <FormField label={text.optOut.choice}>
            <RadioGroup
              direction="horizontal"
              items={CHOICES.map((value) => ({ value, label: text.optOut.choices[value] }))}
              value={choice}
              onChange={({ detail }) => setChoice(knownChoice(detail.value) ?? choice)}
            />
          </FormField>
          <SpaceBetween direction="horizontal" size="s" alignItems="center">
            <Button formAction="submit" loading={submission.sending}>
              {shared.save}
            </Button>
            {done && <StatusIndicator type="success">{text.optOut.done[done]}</StatusIndicator>}
          </SpaceBetween>
        </SpaceBetween>
      </Container>
    </form>
  );
}

/** Every address contains an @, and no number does. */
function readDestination(typed: string) {
  const value = typed.trim();
  return value.includes('@') ? { email: value } : { phone_number: value };
}

const knownChoice = (value: string | undefined): Choice | undefined =>
  CHOICES.find((known) => known === value);
