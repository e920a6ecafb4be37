/** The table of live tokens. Rows leave when their time is up. */
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import { type ReactNode, useMemo, useState } from 'react';
import type { Api } from '../../api/api-client.ts';
import type { Failure } from '../../api/failures.ts';
import { FailureAlert } from '../../shell/failure-alert.tsx';
import { strings } from '../../strings.ts';
import { useTick } from '../../time/use-tick.ts';
import { issuedColumns } from './issued-columns.tsx';
import type { TimedToken, TokenList, TokenListState } from './token-list.ts';

const text = strings.issued;

export interface IssuedTableProps {
  readonly api: Api;
  readonly list: TokenList;
  readonly state: TokenListState;
  readonly lifetimeSeconds: number;
}

export default function IssuedTable({ api, list, state, lifetimeSeconds }: IssuedTableProps): ReactNode {
  const [revealFailure, setRevealFailure] = useState<Failure>();
  const live = useLiveTokens(state.tokens);
  const columns = useMemo(
    () => issuedColumns({ api, lifetimeSeconds, onRevealFailure: setRevealFailure }),
    [api, lifetimeSeconds],
  );
  const refresh = (): void => {
    setRevealFailure(undefined);
    void list.refresh();
  };
  return (
    <SpaceBetween size="m">
      {state.failure && <FailureAlert failure={state.failure} onRetry={refresh} />}
      {revealFailure && <FailureAlert failure={revealFailure} onRetry={refresh} />}
      <Table
        items={live}
        trackBy="token_id"
        columnDefinitions={columns}
        loading={state.loading === 'first' && live.length === 0}
        loadingText={text.loading}
        empty={<Empty />}
        enableKeyboardNavigation
        ariaLabels={{ tableLabel: text.title }}
        renderAriaLive={() => text.announceCount(live.length)}
        header={
          <Header
            variant="h2"
            counter={text.counter(live.length, state.nextCursor !== undefined)}
            description={text.detail}
            actions={
              <Button
                iconName="refresh"
                ariaLabel={text.refresh}
                loading={state.loading === 'first'}
                onClick={refresh}
              />
            }
          >
            {text.title}
          </Header>
        }
        footer={
          state.nextCursor !== undefined && (
            <Box textAlign="center">
              <Button loading={state.loading === 'more'} onClick={() => void list.loadMore()}>
                {text.loadMore}
              </Button>
            </Box>
          )
        }
      />
    </SpaceBetween>
  );
}

/** Changes only when a token expires or the list does, not every second. */
function useLiveTokens(tokens: readonly TimedToken[]): readonly TimedToken[] {
  const expiredIds = useTick((nowMs) =>
    tokens
      .filter((token) => token.deadlineMs <= nowMs)
      .map((token) => token.token_id)
      .join(' '),
  );
  return useMemo(() => {
    const expired = new Set(expiredIds.split(' '));
    return tokens.filter((token) => !expired.has(token.token_id));
  }, [tokens, expiredIds]);
}

function Empty(): ReactNode {
  return (
    <Box textAlign="center" color="inherit" padding={{ vertical: 's' }}>
      <Box variant="strong" color="inherit">
        {text.empty}
      </Box>
      <Box variant="p" color="inherit">
        {text.emptyDetail}
      </Box>
    </Box>
  );
}
