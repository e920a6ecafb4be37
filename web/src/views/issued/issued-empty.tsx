/** What the table says when it has no row to show. */
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactNode } from 'react';
import { strings } from '../../strings.ts';

const text = strings.issued;

export function NoTokens(): ReactNode {
  return (
    <Box textAlign="center" color="inherit" padding={{ vertical: 'l' }}>
      <Box variant="strong" color="inherit">
        {text.empty}
      </Box>
      <Box variant="p" color="inherit">
        {text.emptyDetail}
      </Box>
    </Box>
  );
}

export interface NoMatchProps {
  readonly filter: string;
  readonly onClear: () => void;
  /** Asks the API for the tokens of the user whose id was typed. */
  readonly onLookUp: () => void;
}

export function NoMatch({ filter, onClear, onLookUp }: NoMatchProps): ReactNode {
  return (
    <Box textAlign="center" color="inherit" padding={{ vertical: 'l' }}>
      <Box variant="strong" color="inherit">
        {text.noMatch}
      </Box>
      <Box variant="p" color="inherit" margin={{ bottom: 's' }}>
        {text.noMatchDetail}
      </Box>
      <SpaceBetween direction="horizontal" size="xs" alignItems="center">
        <Button onClick={onLookUp}>{text.lookUp(filter)}</Button>
        <Button onClick={onClear}>{text.filterClear}</Button>
      </SpaceBetween>
    </Box>
  );
}
