/** The form "Generate security token". */
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Form from '@cloudscape-design/components/form';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Input, { type InputProps } from '@cloudscape-design/components/input';
import RadioGroup from '@cloudscape-design/components/radio-group';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import type { IssuedTokenAnswer } from '../../../../handlers/contract/api.ts';
import { REQUESTED_CHANNELS } from '../../../../handlers/contract/vocabulary.ts';
import type { Api } from '../../api/api-client.ts';
import { FailureAlert } from '../../shell/failure-alert.tsx';
import { strings } from '../../strings.ts';
import { clearDraft, readDraft, saveDraft } from './form-draft.ts';
import type { FieldErrors, FieldName, FormValues } from './form-values.ts';
import { useTokenRequest } from './use-token-request.ts';

const text = strings.generate;
const CHANNEL_ITEMS = REQUESTED_CHANNELS.map((value) => ({ value, label: text.channels[value] }));

export interface GenerateFormProps {
  readonly api: Api;
  readonly expired: boolean;
  readonly onIssued: (answer: IssuedTokenAnswer) => void;
}

export function GenerateForm({ api, expired, onIssued }: GenerateFormProps): ReactNode {
  const [values, setValues] = useState(readDraft);
  const userIdInput = useRef<InputProps.Ref>(null);
  const phoneInput = useRef<InputProps.Ref>(null);
  const request = useTokenRequest(api, onIssued);
  useKeptDraft(values, expired);

  function change(part: Partial<FormValues>): void {
    setValues((before) => ({ ...before, ...part }));
  }

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    const errors = await request.send(values);
    focusFirst(errors);
  }

  function focusFirst(errors: FieldErrors): void {
    const input = errors.userId ? userIdInput : errors.phoneNumber ? phoneInput : undefined;
    input?.current?.focus();
  }

  /** A complaint stands until its field is changed. */
  function errorOf(field: FieldName): string | undefined {
    return request.refused?.values[field] === values[field] ? request.refused.fieldErrors[field] : undefined;
  }

  return (
    <form onSubmit={(event) => void submit(event)} noValidate aria-label={text.title}>
      <Container
        fitHeight
        header={
          <Header variant="h2" description={text.detail}>
            {text.title}
          </Header>
        }
      >
        <Form
          actions={
            <Button
              variant="primary"
              formAction="submit"
              loading={request.sending}
              loadingText={text.submitting}
            >
              {text.submit}
            </Button>
          }
        >
          <SpaceBetween size="l">
            {request.refused?.rest && <FailureAlert failure={request.refused.rest} />}
            <FormField label={text.userId} description={text.userIdHint} errorText={errorOf('userId')}>
              <Input
                ref={userIdInput}
                value={values.userId}
                onChange={({ detail }) => change({ userId: detail.value })}
                ariaRequired
                autoComplete="off"
                spellcheck={false}
              />
            </FormField>
            <FormField
              label={text.channel}
              constraintText={text.channelHints[values.channel]}
              errorText={errorOf('channel')}
            >
              <RadioGroup
                direction="horizontal"
                items={CHANNEL_ITEMS}
                value={values.channel}
                onChange={({ detail }) => {
                  const channel = REQUESTED_CHANNELS.find((known) => known === detail.value);
                  change(channel ? { channel } : {});
                }}
              />
            </FormField>
            <FormField
              label={
                <>
                  {text.phoneNumber} <i>– {text.optional}</i>
                </>
              }
              constraintText={values.channel === 'email' ? text.phoneUnused : text.phoneHint}
              errorText={errorOf('phoneNumber')}
            >
              <Input
                ref={phoneInput}
                type="text"
                inputMode="tel"
                value={values.phoneNumber}
                onChange={({ detail }) => change({ phoneNumber: detail.value })}
                disabled={values.channel === 'email'}
                placeholder={text.phonePlaceholder}
                autoComplete="off"
              />
            </FormField>
          </SpaceBetween>
        </Form>
      </Container>
    </form>
  );
}

/** While the session is over, a copy of the form waits in storage for the page that comes back. */
function useKeptDraft(values: FormValues, expired: boolean): void {
  useEffect(() => {
    if (expired) {
      saveDraft(values);
    } else {
      clearDraft();
    }
  }, [values, expired]);
}
