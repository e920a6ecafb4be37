/** Asks for a person and puts them into the URL, so that the result can be linked to and survives a reload. */
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import type { FormEvent, ReactNode } from 'react';
import { useState } from 'react';
import { shared } from '../strings.ts';
import type { ViewName } from './routes.ts';
import { routeHref } from './routes.ts';
import { strings } from './strings.ts';

const text = strings.person;

export interface PersonSearchProps {
  readonly view: ViewName;
  readonly params: URLSearchParams;
  /** Whether the view asks for a purpose too. */
  readonly withPurpose?: boolean;
  /** Called when the same person is searched for again. */
  readonly onRepeat: () => void;
}

export function PersonSearch({ view, params, withPurpose = false, onRepeat }: PersonSearchProps): ReactNode {
  const [userId, setUserId] = useState(params.get('user_id') ?? '');
  const [purpose, setPurpose] = useState(params.get('purpose') ?? '');

  function submit(event: FormEvent): void {
    event.preventDefault();
    const hash = routeHref(view, {
      user_id: userId,
      ...(withPurpose ? { purpose: purpose.trim() } : {}),
    });
    if (hash === location.hash) {
      onRepeat();
    } else {
      location.hash = hash;
    }
  }

  return (
    <Container>
      <form className="person-search" onSubmit={submit} aria-label={text.title}>
        <FormField label={shared.userId} stretch>
          <Input
            value={userId}
            onChange={({ detail }) => setUserId(detail.value)}
            placeholder={text.userIdPlaceholder}
            autoComplete="off"
            spellcheck={false}
          />
        </FormField>
        {withPurpose && (
          <FormField label={shared.purpose} stretch>
            <Input
              value={purpose}
              onChange={({ detail }) => setPurpose(detail.value)}
              placeholder={text.purposePlaceholder}
              autoComplete="off"
              spellcheck={false}
            />
          </FormField>
        )}
        <Button formAction="submit" iconName="search">
          {text.find}
        </Button>
      </form>
    </Container>
  );
}
