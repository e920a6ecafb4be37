/** Asks whose token to trace. The answer goes into the URL, so that the trace can be linked to. */
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import type { InputProps } from '@cloudscape-design/components/input';
import Input from '@cloudscape-design/components/input';
import type { FormEvent, ReactNode } from 'react';
import { useRef, useState } from 'react';
import { DEFAULT_PURPOSE } from '../../../../handlers/contract/vocabulary.ts';
import { shared } from '../../strings.ts';
import { text } from './strings.ts';
import type { AskedToken } from './use-executions.ts';

export interface LookupFormProps {
  readonly asked: AskedToken | undefined;
  readonly loading: boolean;
  readonly onAsk: (token: AskedToken) => void;
}

/** Needs a new React key when the URL names another token. */
export function LookupForm({ asked, loading, onAsk }: LookupFormProps): ReactNode {
  const [userId, setUserId] = useState(asked?.userId ?? '');
  const [purpose, setPurpose] = useState(asked?.purpose ?? DEFAULT_PURPOSE);
  const [isMissing, setIsMissing] = useState(false);
  const userIdInput = useRef<InputProps.Ref>(null);

  function submit(event: FormEvent): void {
    event.preventDefault();
    setIsMissing(userId === '');
    if (userId === '') {
      userIdInput.current?.focus();
    } else {
      onAsk({ userId, purpose: purpose === '' ? DEFAULT_PURPOSE : purpose });
    }
  }

  return (
    <form onSubmit={submit} noValidate aria-label={text.lookup}>
      <Container header={<Header variant="h2">{text.lookup}</Header>}>
        <div className="person-search">
          <FormField
            stretch
            label={shared.userId}
            errorText={isMissing && userId === '' && shared.userIdMissing}
          >
            <Input
              ref={userIdInput}
              value={userId}
              onChange={({ detail }) => setUserId(detail.value)}
              ariaRequired
              autoComplete="off"
              spellcheck={false}
            />
          </FormField>
          <FormField stretch label={shared.purpose}>
            <Input
              value={purpose}
              onChange={({ detail }) => setPurpose(detail.value)}
              placeholder={DEFAULT_PURPOSE}
              autoComplete="off"
              spellcheck={false}
            />
          </FormField>
          <Button variant="primary" formAction="submit" loading={loading} loadingText={text.loading}>
            {text.submit}
          </Button>
        </div>
      </Container>
    </form>
  );
}
