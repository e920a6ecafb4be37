/** A person's counters for one purpose, and how to unlock them after too many wrong codes. */
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Grid from '@cloudscape-design/components/grid';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { ReactNode } from 'react';
import { useState } from 'react';
import type { LimitStatus, PersonLimits } from '../../../../handlers/contract/routes/limits.ts';
import type { Api } from '../../api/api-client.ts';
import { ActivityLink } from '../../shell/activity-link.tsx';
import { LazyConfirmDialog } from '../../shell/lazy-confirm-dialog.tsx';
import { withIds } from '../../shell/with-ids.tsx';
import { Instant } from '../../time/instant.tsx';
import { text } from './strings.ts';
import { UsageBar } from './usage-bar.tsx';

export interface PersonCardProps {
  readonly api: Api;
  readonly person: PersonLimits;
  readonly canUnlock: boolean;
  readonly onUnlocked: () => Promise<void>;
}

export function PersonCard({ api, person, canUnlock, onUnlocked }: PersonCardProps): ReactNode {
  const [unlocking, setUnlocking] = useState(false);
  const { user_id, purpose } = person;
  return (
    <Container
      header={
        <Header
          variant="h2"
          description={text.forPurpose(purpose)}
          info={<ActivityLink userId={user_id} />}
          actions={
            canUnlock && (
              <Button disabled={!hasWrongTokens(person)} onClick={() => setUnlocking(true)}>
                {text.unlock}
              </Button>
            )
          }
        >
          <bdi>{user_id}</bdi>
        </Header>
      }
    >
      <SpaceBetween size="l">
        <Lock person={person} />
        <Box color="text-body-secondary">
          {text.inLogs} <Box variant="code">{person.user_ref}</Box>
        </Box>
        <Grid gridDefinition={[{ colspan: { default: 12, s: 6 } }, { colspan: { default: 12, s: 6 } }]}>
          <Counters title={text.sends} counters={person.sends} />
          <Counters title={text.wrongTokens} counters={person.wrong_tokens} />
        </Grid>
      </SpaceBetween>
      {unlocking && (
        <LazyConfirmDialog
          title={text.unlocking.title}
          confirmLabel={text.unlock}
          onConfirm={async () => {
            await api.unlockPerson(user_id);
            await onUnlocked();
          }}
          onDismiss={() => setUnlocking(false)}
        >
          {withIds(text.unlocking.detail, user_id)}
        </LazyConfirmDialog>
      )}
    </Container>
  );
}

const hasWrongTokens = ({ wrong_tokens }: PersonLimits): boolean =>
  wrong_tokens.some(({ count }) => count > 0);

function Lock({ person }: { readonly person: PersonLimits }): ReactNode {
  if (!person.locked) {
    return <StatusIndicator type="success">{text.notLocked}</StatusIndicator>;
  }
  return (
    <StatusIndicator type="error">
      {text.locked}
      {person.locked_until && (
        <>
          {' '}
          {text.until} <Instant iso={person.locked_until} />
        </>
      )}
    </StatusIndicator>
  );
}

interface CountersProps {
  readonly title: string;
  readonly counters: readonly LimitStatus[];
}

function Counters({ title, counters }: CountersProps): ReactNode {
  return (
    <SpaceBetween size="m">
      {counters.length === 0 && text.noLimit(title)}
      {counters.map(({ count, limit, window_seconds, resets_at }) => (
        <UsageBar
          key={window_seconds}
          label={text.counter(title, window_seconds)}
          used={count}
          limit={limit}
          description={text.counted(count, limit)}
          resetsAt={resets_at}
        />
      ))}
    </SpaceBetween>
  );
}
