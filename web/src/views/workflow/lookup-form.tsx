/** Asks what to trace: a person, a request or an execution. It goes into the URL, so that the trace can be linked to. */
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
import type { SearchKind } from '../search/recognise.ts';
import { recognise } from '../search/recognise.ts';
import type { Typed } from '../search/search-field.tsx';
import { kindOf, SearchField } from '../search/search-field.tsx';
import { text as search } from '../search/strings.ts';
import type { Asked } from './asked.ts';
import { text } from './strings.ts';

const KINDS = ['person', 'request', 'execution'] as const satisfies readonly SearchKind[];

export interface LookupFormProps {
  readonly asked: Asked | undefined;
  readonly loading: boolean;
  readonly onAsk: (asked: Asked) => void;
}

/** Needs a new React key when the URL names another trace. */
export function LookupForm({ asked, loading, onAsk }: LookupFormProps): ReactNode {
  const [typed, setTyped] = useState<Typed>(() => typedFor(asked));
  const [purpose, setPurpose] = useState(asked?.kind === 'person' ? asked.purpose : DEFAULT_PURPOSE);
  const [isMissing, setIsMissing] = useState(false);
  const input = useRef<InputProps.Ref>(null);
  const kind = kindOf(typed, KINDS);

  function submit(event: FormEvent): void {
    event.preventDefault();
    const id = typed.value.trim();
    setIsMissing(id === '');
    if (id === '') {
      input.current?.focus();
    } else if (kind === 'request' || kind === 'execution') {
      onAsk({ kind, id });
    } else {
      onAsk({ kind: 'person', userId: id, purpose: purpose === '' ? DEFAULT_PURPOSE : purpose });
    }
  }

  return (
    <form onSubmit={submit} noValidate aria-label={text.lookup}>
      <Container header={<Header variant="h2">{text.lookup}</Header>}>
        <div className="person-search">
          <SearchField
            label={text.lookupField}
            kinds={KINDS}
            typed={typed}
            onChange={setTyped}
            error={isMissing && typed.value.trim() === '' && search.missing}
            inputRef={input}
          />
          {kind === 'person' && (
            <FormField stretch label={shared.purpose}>
              <Input
                value={purpose}
                onChange={({ detail }) => setPurpose(detail.value)}
                placeholder={DEFAULT_PURPOSE}
                autoComplete="off"
                spellcheck={false}
              />
            </FormField>
          )}
          <Button variant="primary" formAction="submit" loading={loading} loadingText={text.loading}>
            {text.submit}
          </Button>
        </div>
      </Container>
    </form>
  );
}

/** What a link names is shown as what it is, whatever it looks like. */
function typedFor(asked: Asked | undefined): Typed {
  if (asked === undefined) {
    return { value: '', kind: undefined };
  }
  const value = asked.kind === 'person' ? asked.userId : asked.id;
  return { value, kind: recognise(value, KINDS) === asked.kind ? undefined : asked.kind };
}
