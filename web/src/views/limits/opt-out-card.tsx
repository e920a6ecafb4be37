/**
 * Looks up whether a number or address is opted out, and records that its owner wants no messages, or wants them again.
 * Two forms, so that Enter in the first field looks up, and changes nothing.
 */
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import RadioGroup from '@cloudscape-design/components/radio-group';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { FormEvent, ReactNode } from 'react';
import { useState } from 'react';
import type { FoundOptOut } from '../../../../handlers/contract/routes/opt-outs.ts';
import { REASON_MAX_LENGTH } from '../../../../handlers/contract/vocabulary.ts';
import type { Api } from '../../api/api-client.ts';
import type { FormFields } from '../../forms/field-errors.ts';
import { FormInput } from '../../forms/form-input.tsx';
import { useFirstError } from '../../forms/use-first-error.ts';
import { useSubmission } from '../../forms/use-submission.ts';
import { withPlus } from '../../forms/with-plus.ts';
import { readDraft, useKeptDraft } from '../../session/drafts.ts';
import { FailureAlert } from '../../shell/failure-alert.tsx';
import { shared } from '../../strings.ts';
import { Instant } from '../../time/instant.tsx';
import { missingReason, REASON_FIELD } from './reason-field.ts';
import { text } from './strings.ts';

const CHOICES = ['out', 'in'] as const;
const DRAFT = 'opt-out';
type Choice = (typeof CHOICES)[number];
type FieldName = 'destination' | 'choice' | 'reason';

const FIELDS: FormFields<FieldName> = {
  phone_number: { name: 'destination', label: text.optOut.destination },
  email: { name: 'destination', label: text.optOut.destination },
  opted_out: { name: 'choice', label: text.optOut.choice },
  ...REASON_FIELD,
};

export interface OptOutCardProps {
  readonly api: Api;
  readonly expired: boolean;
}

export function OptOutCard({ api, expired }: OptOutCardProps): ReactNode {
  const [destination, setDestination] = useState('');
  const [choice, setChoice] = useState<Choice>(() => knownChoice(readDraft(DRAFT).choice) ?? 'out');
  const [reason, setReason] = useState('');
  const [done, setDone] = useState<Choice>();
  const [found, setFound] = useState<FoundOptOut>();
  const { input, focus } = useFirstError<FieldName>(['destination', 'reason']);
  const values = { destination, choice, reason };
  const missing = () => (destination.trim() === '' ? { destination: text.optOut.missing } : {});
  /** What was said of one destination must not stand beside another. */
  const forget = () => {
    setDone(undefined);
    setFound(undefined);
  };
  const submission = useSubmission<FieldName>({
    fields: FIELDS,
    check: () => ({ ...missing(), ...missingReason(reason) }),
    async send() {
      forget();
      await api.putOptOut({ ...readDestination(destination), opted_out: choice === 'out', reason });
      setDone(choice);
      setDestination('');
      setReason('');
    },
  });
  const search = useSubmission<FieldName>({
    fields: FIELDS,
    check: missing,
    async send() {
      forget();
      setFound(await api.findOptOut(readDestination(destination)));
    },
  });
  useKeptDraft(DRAFT, { choice }, expired);

  const submitOf =
    ({ submit }: typeof submission) =>
    (event: FormEvent): void => {
      event.preventDefault();
      void submit(values).then(focus);
    };

  return (
    <Container
      header={
        <Header variant="h2" description={text.optOut.detail}>
          {text.optOut.title}
        </Header>
      }
    >
      <SpaceBetween size="m">
        {submission.failure && <FailureAlert failure={submission.failure} />}
        {search.failure && <FailureAlert failure={search.failure} />}
        <form onSubmit={submitOf(search)} noValidate aria-label={text.optOut.find}>
          <SpaceBetween size="m">
            <FormInput
              label={text.optOut.destination}
              placeholder={shared.phonePlaceholder}
              ref={input('destination')}
              value={destination}
              onChange={(value) => {
                forget();
                setDestination(value);
              }}
              error={submission.errorOf('destination', values) ?? search.errorOf('destination', values)}
            />
            <SpaceBetween direction="horizontal" size="s" alignItems="center">
              <Button formAction="submit" loading={search.sending}>
                {text.optOut.find}
              </Button>
              <div aria-live="polite">{found && <FoundEntry found={found} />}</div>
            </SpaceBetween>
          </SpaceBetween>
        </form>
        <form onSubmit={submitOf(submission)} noValidate aria-label={text.optOut.title}>
          <SpaceBetween size="m">
            <FormField label={text.optOut.choice}>
              <RadioGroup
                direction="horizontal"
                items={CHOICES.map((value) => ({ value, label: text.optOut.choices[value] }))}
                value={choice}
                onChange={({ detail }) => setChoice(knownChoice(detail.value) ?? choice)}
              />
            </FormField>
            <FormInput
              label={text.reason}
              hint={text.reasonHint(REASON_MAX_LENGTH)}
              ref={input('reason')}
              value={reason}
              onChange={setReason}
              error={submission.errorOf('reason', values)}
            />
            <SpaceBetween direction="horizontal" size="s" alignItems="center">
              <Button formAction="submit" loading={submission.sending}>
                {shared.save}
              </Button>
              <div aria-live="polite">
                {done && <StatusIndicator type="success">{text.optOut.done[done]}</StatusIndicator>}
              </div>
            </SpaceBetween>
          </SpaceBetween>
        </form>
      </SpaceBetween>
    </Container>
  );
}

function FoundEntry({ found }: { readonly found: FoundOptOut }): ReactNode {
  if (!found.opted_out) {
    return <StatusIndicator type="success">{text.optOut.notFound}</StatusIndicator>;
  }
  return (
    <>
      <StatusIndicator type="stopped">
        {text.optOut.found}
        {found.since && (
          <>
            {' '}
            {text.optOut.since} <Instant iso={found.since} />
          </>
        )}
      </StatusIndicator>{' '}
      {found.how && text.optOut.how[found.how]}
    </>
  );
}

/** Every address contains an @, and no number does. */
function readDestination(typed: string) {
  const value = typed.trim();
  return value.includes('@') ? { email: value } : { phone_number: withPlus(value) };
}

const knownChoice = (value: string | undefined): Choice | undefined =>
  CHOICES.find((known) => known === value);
