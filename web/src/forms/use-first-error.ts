/** Moves the focus to the first field that has an error. */
import type { InputProps } from '@cloudscape-design/components/input';
import { useRef } from 'react';
import type { FieldErrors } from './field-errors.ts';

export interface FirstError<Name extends string> {
  /** The ref of a field's input. */
  readonly input: (name: Name) => (input: InputProps.Ref | null) => void;
  readonly focus: (errors: FieldErrors<Name>) => void;
}

/** `order`: the fields from top to bottom. */
export function useFirstError<Name extends string>(order: readonly Name[]): FirstError<Name> {
  const inputs = useRef(new Map<Name, InputProps.Ref>());
  return {
    input: (name) => (input) => {
      if (input === null) {
        inputs.current.delete(name);
      } else {
        inputs.current.set(name, input);
      }
    },
    focus(errors) {
      const first = order.find((name) => errors[name] !== undefined);
      if (first !== undefined) {
        inputs.current.get(first)?.focus();
      }
    },
  };
}
