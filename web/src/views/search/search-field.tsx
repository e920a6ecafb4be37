/** A field for whatever somebody has: it says what it takes it for, and can be told otherwise. */
import FormField from '@cloudscape-design/components/form-field';
import type { InputProps } from '@cloudscape-design/components/input';
import Input from '@cloudscape-design/components/input';
import LiveRegion from '@cloudscape-design/components/live-region';
import Select from '@cloudscape-design/components/select';
import type { ReactNode, Ref } from 'react';
import type { SearchKind } from './recognise.ts';
import { recognise } from './recognise.ts';
import { text } from './strings.ts';

const AUTOMATIC = 'automatic';

/** What was typed, and as what it is read; `kind` is undefined while it is recognised by its shape. */
export interface Typed {
  readonly value: string;
  readonly kind: SearchKind | undefined;
}

export const kindOf = ({ value, kind }: Typed, kinds: readonly SearchKind[]): SearchKind =>
  kind ?? recognise(value, kinds);

export interface SearchFieldProps {
  readonly label: string;
  readonly placeholder?: string;
  /** What can be searched by. */
  readonly kinds: readonly SearchKind[];
  readonly typed: Typed;
  readonly onChange: (typed: Typed) => void;
  readonly error?: ReactNode;
  readonly inputRef?: Ref<InputProps.Ref>;
}

export function SearchField(props: SearchFieldProps): ReactNode {
  const { label, placeholder = '', kinds, typed, onChange, error, inputRef } = props;
  const isTyped = typed.value.trim() !== '';
  const recognised = isTyped ? text.recognised(recognise(typed.value, kinds)) : text.automatic;
  const options = [
    { value: AUTOMATIC, label: recognised },
    ...kinds.map((kind) => ({ value: kind, label: text.kinds[kind] })),
  ];
  const chosen = options.find(({ value }) => value === (typed.kind ?? AUTOMATIC)) ?? null;
  return (
    <>
      <FormField stretch label={label} errorText={error}>
        <Input
          {...(inputRef ? { ref: inputRef } : {})}
          type="search"
          value={typed.value}
          placeholder={placeholder}
          onChange={({ detail }) => onChange({ ...typed, value: detail.value })}
          autoComplete="off"
          spellcheck={false}
        />
      </FormField>
      {typed.kind === undefined && isTyped && <LiveRegion hidden>{recognised}</LiveRegion>}
      <FormField stretch label={text.readAs}>
        <Select
          options={options}
          selectedOption={chosen}
          onChange={({ detail }) =>
            onChange({ ...typed, kind: kinds.find((kind) => kind === detail.selectedOption.value) })
          }
        />
      </FormField>
    </>
  );
}
