/** Why the list is empty, and where else to look. Nothing found is said only where everything was searched. */
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactNode } from 'react';
import type { SearchKind } from '../search/recognise.ts';
import { text as search } from '../search/strings.ts';
import type { Sought } from './activity-query.ts';
import { text } from './strings.ts';

export interface ActivityEmptyProps {
  readonly state: 'unknown' | 'searched in part' | 'searched';
  readonly sought: Sought | undefined;
  readonly isAnyTime: boolean;
  readonly onSearch: (sought: Sought) => void;
  readonly onAnyTime: () => void;
}

export function ActivityEmpty({
  state,
  sought,
  isAnyTime,
  onSearch,
  onAnyTime,
}: ActivityEmptyProps): ReactNode {
  const [known, others] = [state === 'searched', othersFor(sought)];
  return (
    <Box textAlign="center" color="inherit" padding={{ vertical: 'l' }}>
      <SpaceBetween size="s" alignItems="center">
        <Box color="inherit">{SAYS[state]}</Box>
        {known && sought && (
          <SpaceBetween size="xs" direction="horizontal">
            {others.map((kind) => (
              <Button key={kind} onClick={() => onSearch({ ...sought, kind })}>
                {text.tryAs(search.inSentence(kind))}
              </Button>
            ))}
            {!isAnyTime && <Button onClick={onAnyTime}>{text.anyTime}</Button>}
          </SpaceBetween>
        )}
      </SpaceBetween>
    </Box>
  );
}

const SAYS = { unknown: text.notLoaded, 'searched in part': text.emptySoFar, searched: text.empty };

/** As what else the same text may be meant: ids of users may look like anything. */
function othersFor(sought: Sought | undefined): readonly SearchKind[] {
  if (sought === undefined) {
    return [];
  }
  if (sought.kind !== 'person') {
    return ['person'];
  }
  return /^[\d\s().+-]{7,}$/.test(sought.value) ? ['phone'] : ['request'];
}
