/** What the table shows when it has no rows. */
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactNode } from 'react';
import { withIds } from '../../shell/with-ids.tsx';
import { shared } from '../../strings.ts';
import { text } from './strings.ts';

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

/** Before the first answer and when the first call failed: unknown does not mean none. */
export function NotKnown({ loading }: { readonly loading: boolean }): ReactNode {
  return (
    <Box textAlign="center" color="inherit" padding={{ vertical: 'l' }}>
      {loading ? text.loading : text.notLoaded}
    </Box>
  );
}

export interface NoMatchProps {
  readonly filter: string;
  /** How many rows were searched, and whether there are more. */
  readonly searched: number;
  readonly more: boolean;
  readonly onClear: () => void;
  /** Asks the API for the tokens of the user whose ID was entered. */
  readonly onLookUp: () => void;
}

export function NoMatch({ filter, searched, more, onClear, onLookUp }: NoMatchProps): ReactNode {
  return (
    <Box textAlign="center" color="inherit" padding={{ vertical: 'l' }}>
      <Box variant="strong" color="inherit">
        {text.noMatch(searched, more)}
      </Box>
      <Box variant="p" color="inherit" margin={{ bottom: 's' }}>
        {text.noMatchDetail}
      </Box>
      <SpaceBetween direction="horizontal" size="xs" alignItems="center">
        <Button onClick={onLookUp}>{withIds(text.lookUp, filter)}</Button>
        <Button onClick={onClear}>{shared.filterClear}</Button>
      </SpaceBetween>
    </Box>
  );
}
