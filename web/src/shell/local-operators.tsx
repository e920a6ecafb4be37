/**
 * Whom to sign in as on a developer's machine, whose issuer asks for no password. A native control, because
 * Cloudscape's would be most of what the page loads before sign-in.
 */
import type { ReactNode } from 'react';
import { strings } from './strings.ts';

export interface LocalOperatorsProps {
  readonly names: readonly string[];
  readonly chosen: string;
  readonly onChoose: (name: string) => void;
}

export function LocalOperators({ names, chosen, onChoose }: LocalOperatorsProps): ReactNode {
  return (
    <label className="local-operators">
      {strings.session.localOperator}
      <select value={chosen} onChange={(event) => onChoose(event.target.value)}>
        {names.map((name) => (
          <option key={name}>{name}</option>
        ))}
      </select>
    </label>
  );
}
