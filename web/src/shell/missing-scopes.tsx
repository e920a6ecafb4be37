/** Replaces a view that the access token does not allow, and says which scopes would. */
import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import type { ReactNode } from 'react';
import { shared } from '../strings.ts';
import type { ViewName } from './routes.ts';
import { strings } from './strings.ts';

const text = strings.scopes;

export interface MissingScopesProps {
  readonly view: ViewName;
  readonly scopes: readonly string[];
}

export function MissingScopes({ view, scopes }: MissingScopesProps): ReactNode {
  return (
    <Box padding="l">
      <Box variant="h1" margin={{ bottom: 'l' }}>
        {shared.views[view]}
      </Box>
      <Alert type="info" header={text.title}>
        {text.detail(scopes)}
      </Alert>
    </Box>
  );
}
