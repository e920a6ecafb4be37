/** One field for whatever a person or a colleague names, and the filters of the log. */
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { FormEvent, ReactNode } from 'react';
import { useState } from 'react';
import { recognise, SEARCH_KINDS } from '../search/recognise.ts';
import type { Typed } from '../search/search-field.tsx';
import { kindOf, SearchField } from '../search/search-field.tsx';
import type { Sought } from './activity-query.ts';
import { isHidden } from './sought.ts';
import { text } from './strings.ts';

export interface SearchFormProps {
  readonly sought: Sought | undefined;
  /** Undefined for everybody's activity. */
  readonly onSearch: (sought: Sought | undefined) => void;
}

/**
 * Needs a new React key when something else is searched for. Its button is never disabled, also not while the list loads:
 * Enter would do nothing.
 */
export function SearchForm({ sought, onSearch }: SearchFormProps): ReactNode {
  const [typed, setTyped] = useState<Typed>(() => typedFor(sought));

  function submit(event: FormEvent): void {
    event.preventDefault();
    const value = typed.value.trim();
    onSearch(value === '' ? undefined : { kind: kindOf(typed, SEARCH_KINDS), value });
  }

  return (
    <form onSubmit={submit} noValidate aria-label={text.search}>
      <Container>
        <SpaceBetween size="xs">
          <div className="person-search">
            <SearchField label={text.field} kinds={SEARCH_KINDS} typed={typed} onChange={setTyped} />
            <SpaceBetween direction="horizontal" size="xs">
              <Button variant="primary" formAction="submit" iconName="search">
                {text.submit}
              </Button>
              {sought && (
                <Button formAction="none" onClick={() => onSearch(undefined)}>
                  {text.clear}
                </Button>
              )}
            </SpaceBetween>
          </div>
          {isHidden(sought) && <div className="quiet">{text.notInUrl}</div>}
        </SpaceBetween>
      </Container>
    </form>
  );
}

/** What was chosen or linked to is shown as what it is, whatever it looks like. */
function typedFor(sought: Sought | undefined): Typed {
  const { value, kind } = sought ?? { value: '', kind: undefined };
  return { value, kind: recognise(value, SEARCH_KINDS) === kind ? undefined : kind };
}
