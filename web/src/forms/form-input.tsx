/** A labelled text input in a form, with its error. */
import FormField from '@cloudscape-design/components/form-field';
import type { InputProps } from '@cloudscape-design/components/input';
import Input from '@cloudscape-design/components/input';
import type { ReactNode, Ref } from 'react';
import { text } from './strings.ts';

export interface FormInputProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly error?: string | undefined;
  readonly hint?: string;
  readonly placeholder?: string;
  readonly optional?: boolean;
  readonly disabled?: boolean;
  readonly inputMode?: InputProps['inputMode'];
  /** Default: off, because operators enter other people's data. */
  readonly autoComplete?: 'off' | 'one-time-code';
  readonly ref?: Ref<InputProps.Ref>;
}

export function FormInput(props: FormInputProps): ReactNode {
  const label = props.optional ? (
    <>
      {props.label} <i>– {text.optional}</i>
    </>
  ) : (
    props.label
  );
  return (
    <FormField label={label} constraintText={props.hint} errorText={props.error}>
      <Input
        ref={props.ref ?? null}
        value={props.value}
        onChange={({ detail }) => props.onChange(detail.value)}
        ariaRequired={!props.optional}
        autoComplete={props.autoComplete ?? 'off'}
        spellcheck={false}
        {...(props.inputMode === undefined ? {} : { inputMode: props.inputMode })}
        {...(props.placeholder === undefined ? {} : { placeholder: props.placeholder })}
        disabled={props.disabled ?? false}
      />
    </FormField>
  );
}
