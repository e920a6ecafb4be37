/** The form "Generate security token". */
import Button from '@cloudscape-design/components/button';
import ColumnLayout from '@cloudscape-design/components/column-layout';
import Container from '@cloudscape-design/components/container';
import Form from '@cloudscape-design/components/form';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import RadioGroup from '@cloudscape-design/components/radio-group';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { FormEvent, ReactNode } from 'react';
import { useState } from 'react';
import type { IssuedTokenAnswer } from '../../../../handlers/contract/routes/issue-token.ts';
import { REQUESTED_CHANNELS, TOKEN_FORMATS } from '../../../../handlers/contract/vocabulary.ts';
import type { Api, TokenRequest } from '../../api/api-client.ts';
import { requestLine } from '../../api/call-route.ts';
import { CopyCurl } from '../../export/copy-curl.tsx';
import { FormInput } from '../../forms/form-input.tsx';
import { useFirstError } from '../../forms/use-first-error.ts';
import { useSubmission } from '../../forms/use-submission.ts';
import { readDraft, useKeptDraft } from '../../session/drafts.ts';
import { FailureAlert } from '../../shell/failure-alert.tsx';
import { shared } from '../../strings.ts';
import type { FieldName, FormValues } from './form-values.ts';
import { checkForm, FIELDS, fromDraft, lengthHint, takesNumber, toDraft, toRequest } from './form-values.ts';
import { text } from './strings.ts';

const DRAFT = 'generate';
const ORDER = Object.values(FIELDS).map(({ name }) => name);
const CHANNEL_ITEMS = REQUESTED_CHANNELS.map((value) => ({ value, label: text.channels[value] }));
const FORMATS = ['', ...TOKEN_FORMATS] as const;
const FORMAT_ITEMS = FORMATS.map((value) => ({ value, label: text.formats[value || 'default'] }));

export interface GenerateFormProps {
  readonly api: Api;
  readonly expired: boolean;
  readonly onIssued: (request: TokenRequest, answer: IssuedTokenAnswer) => void;
}

export function GenerateForm({ api, expired, onIssued }: GenerateFormProps): ReactNode {
  const [values, setValues] = useState(() => fromDraft(readDraft(DRAFT)));
  const { input, focus } = useFirstError<FieldName>(ORDER);
  const submission = useSubmission<FieldName>({
    fields: FIELDS,
    check: () => checkForm(values),
    async send() {
      const request = toRequest(values);
      onIssued(request, await api.issueToken(request));
    },
  });
  useKeptDraft(DRAFT, toDraft(values), expired);

  function change(part: Partial<FormValues>): void {
    setValues((before) => ({ ...before, ...part }));
  }

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    focus(await submission.submit(values));
  }

  /** What all inputs of the form have in common. */
  const line = (name: 'userId' | 'purpose' | 'phoneNumber' | 'length') => ({
    ref: input(name),
    value: values[name],
    onChange: (value: string) => change({ [name]: value }),
    error: submission.errorOf(name, values),
  });

  return (
    <form onSubmit={(event) => void submit(event)} noValidate aria-label={shared.panels.generate}>
      <Container
        fitHeight
        header={
          <Header variant="h2" description={text.detail}>
            {shared.panels.generate}
          </Header>
        }
      >
        <Form
          actions={
            <SpaceBetween direction="horizontal" size="xs">
              <CopyCurl
                base={api.base}
                request={() => requestLine('issueToken', { body: toRequest(values) })}
              />
              <Button
                variant="primary"
                formAction="submit"
                loading={submission.sending}
                loadingText={text.submitting}
              >
                {shared.panels.generate}
              </Button>
            </SpaceBetween>
          }
        >
          <SpaceBetween size="l">
            {submission.failure && <FailureAlert failure={submission.failure} />}
            <ColumnLayout columns={2}>
              <FormInput label={shared.userId} hint={text.userIdHint} {...line('userId')} />
              <FormInput label={shared.purpose} hint={text.purposeHint} {...line('purpose')} />
              <FormField
                label={shared.channel}
                constraintText={text.channelHints[values.channel]}
                errorText={submission.errorOf('channel', values)}
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
              <FormInput
                label={shared.phoneNumber}
                optional
                hint={takesNumber(values.channel) ? text.phoneHint : text.phoneUnused}
                placeholder={shared.phonePlaceholder}
                inputMode="tel"
                disabled={!takesNumber(values.channel)}
                {...line('phoneNumber')}
              />
              <FormField label={text.format} errorText={submission.errorOf('format', values)}>
                <RadioGroup
                  direction="horizontal"
                  items={FORMAT_ITEMS}
                  value={values.format}
                  onChange={({ detail }) => {
                    const format = FORMATS.find((known) => known === detail.value);
                    change(format === undefined ? {} : { format });
                  }}
                />
              </FormField>
              <FormInput
                label={text.length}
                optional
                hint={lengthHint(values.format)}
                inputMode="numeric"
                {...line('length')}
              />
            </ColumnLayout>
          </SpaceBetween>
        </Form>
      </Container>
    </form>
  );
}
