/** "View issued security tokens": an invitation first, the table once it was asked for. */
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { lazy, type ReactNode, Suspense, useSyncExternalStore } from 'react';
import type { Api } from '../../api/api-client.ts';
import { Loading } from '../../shell/loading.tsx';
import { strings } from '../../strings.ts';
import type { TokenList } from './token-list.ts';

/** Cloudscape's table is most of the page's weight, so it comes when it is wanted. */
const IssuedTable = lazy(() => import('./issued-table.tsx'));

export interface IssuedSectionProps {
  readonly api: Api;
  readonly list: TokenList;
  readonly lifetimeSeconds: number;
}

export function IssuedSection({ api, list, lifetimeSeconds }: IssuedSectionProps): ReactNode {
  const state = useSyncExternalStore(list.subscribe, list.state);
  if (!state.open) {
    return <Invitation onView={() => void list.refresh()} />;
  }
  return (
    <Suspense fallback={<Loading>{strings.issued.loading}</Loading>}>
      <IssuedTable api={api} list={list} state={state} lifetimeSeconds={lifetimeSeconds} />
    </Suspense>
  );
}

function Invitation({ onView }: { readonly onView: () => void }): ReactNode {
  return (
    <Container header={<Header variant="h2">{strings.issued.title}</Header>}>
      <SpaceBetween size="m">
        <Box color="text-body-secondary">{strings.issued.invitation}</Box>
        <Button iconName="search" onClick={onView}>
          {strings.issued.view}
        </Button>
      </SpaceBetween>
    </Container>
  );
}
