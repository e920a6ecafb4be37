/** Says which scope a part of a view would need. */
import Alert from '@cloudscape-design/components/alert';
import type { ReactNode } from 'react';
import type { Scope } from '../../../handlers/contract/vocabulary.ts';
import { strings } from './strings.ts';

export function ScopeNotice({ scope }: { readonly scope: Scope }): ReactNode {
  return (
    <Alert type="info" header={strings.scopes.title}>
      {strings.scopes.reason(scope)}
    </Alert>
  );
}
