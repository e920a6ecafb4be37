/** "Verify a token": checks a code as an auth system would; a correct code is consumed. */
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Form from '@cloudscape-design/components/form';
import Grid from '@cloudscape-design/components/grid';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { FormEvent, ReactNode } from 'react';
import { useState } from 'react';
import type { VerificationAnswer } from '../../../../handlers/contract/routes/verify-token.ts';
import { SCOPES } from '../../../../handlers/contract/vocabulary.ts';
import type { Api } from '../../api/api-client.ts';
import { requestLine } from '../../api/call-route.ts';
import { CopyCurl } from '../../export/copy-curl.tsx';
import { codeInShell } from '../../export/curl.ts';
import { FormInput } from '../../forms/form-input.tsx';
import { useFirstError } from '../../forms/use-first-error.ts';
import { useSubmission } from '../../forms/use-submission.ts';
import { readDraft, useKeptDraft } from '../../session/drafts.ts';
import { FailureAlert } from '../../shell/failure-alert.tsx';
import { ScopeNotice } from '../../shell/scope-notice.tsx';
import { shared } from '../../strings.ts';
import { text } from './strings.ts';
import type { FieldName } from './verify-form.ts';
import { checkForm, FIELDS, fromDraft, toDraft, toVerification } from './verify-form.ts';
import { VerifyResult } from './verify-result.tsx';

const DRAFT = 'verify';
const ORDER = Object.values(FIELDS).map(({ name }) => name);

export interface VerifyPanelProps {
  readonly api: Api;
  readonly allowed: boolean;
  readonly expired: boolean;
  /** A token's attempts and status may have changed. */
  readonly onTried: () => void;
}

export default function VerifyPanel({ api, allowed, expired, onTried }: VerifyPanelProps): ReactNode {
  const [values, setValues] = useState(() => fromDraft(readDraft(DRAFT)));
  const [answer, setAnswer] = useState<VerificationAnswer>();
  const { input, focus } = useFirstError<FieldName>(ORDER);
  const submission = useSubmission<FieldName>({
    fields: FIELDS,
    check: () => checkForm(values),
    async send() {
      setAnswer(undefined);
      setAnswer(await api.verifyToken(toVerification(values)));
      // A code that was checked is not kept, whether correct or not.
      setValues((before) => ({ ...before, token: '' }));
      onTried();
    },
  });
  useKeptDraft(DRAFT, toDraft(values), expired);

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    focus(await submission.submit(values));
  }

  const line = (name: FieldName) => ({
    ref: input(name),
    value: values[name],
    onChange: (value: string) => setValues((before) => ({ ...before, [name]: value })),
    error: submission.errorOf(name, values),
  });

  if (!allowed) {
    return <ScopeNotice scope={SCOPES.verify} />;
  }
  return (
    <Grid gridDefinition={[{ colspan: { default: 12, s: 7 } }, { colspan: { default: 12, s: 5 } }]}>
      <form onSubmit={(event) => void submit(event)} noValidate aria-label={shared.panels.verify}>
        <Container
          fitHeight
          header={
            <Header variant="h2" description={text.detail}>
              {shared.panels.verify}
            </Header>
          }
        >
          <Form
            actions={
              <SpaceBetween direction="horizontal" size="xs">
                <CopyCurl
                  base={api.base}
                  request={() =>
                    requestLine('verifyToken', { body: { ...toVerification(values), token: codeInShell } })
                  }
                />
                <Button variant="primary" formAction="submit" loading={submission.sending}>
                  {text.submit}
                </Button>
              </SpaceBetween>
            }
          >
            <SpaceBetween size="l">
              {submission.failure && <FailureAlert failure={submission.failure} />}
              <FormInput label={shared.userId} {...line('userId')} />
              <FormInput label={shared.purpose} {...line('purpose')} />
              <FormInput
                label={shared.token}
                hint={text.tokenHint}
                autoComplete="one-time-code"
                {...line('token')}
              />
            </SpaceBetween>
          </Form>
        </Container>
      </form>
      <Container fitHeight header={<Header variant="h2">{text.resultTitle}</Header>}>
        <VerifyResult answer={answer} />
      </Container>
    </Grid>
  );
}
