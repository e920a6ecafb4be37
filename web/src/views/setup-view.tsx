/**
 * Setup: what to do before real people depend on a deployment. What the deployment knows of itself is read; the rest
 * is ticked by hand, and the list says which is which.
 */
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Checkbox from '@cloudscape-design/components/checkbox';
import Container from '@cloudscape-design/components/container';
import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { SCOPES } from '../../../handlers/contract/vocabulary.ts';
import { useAnswer } from '../api/use-answer.ts';
import { FailureAlert } from '../shell/failure-alert.tsx';
import { routeHref } from '../shell/routes.ts';
import { hideSetup, isSetupHidden, showSetup } from '../shell/setup-hidden.ts';
import { shared } from '../strings.ts';
import type { ItemState, SetupItem } from './setup/items.ts';
import { setupItems } from './setup/items.ts';
import { text } from './setup/strings.ts';
import { readTicks, saveTicks } from './setup/ticks.ts';
import type { ViewProps } from './view-props.ts';

const INDICATORS: Readonly<Record<ItemState, StatusIndicatorProps.Type>> = {
  done: 'success',
  open: 'warning',
  unknown: 'pending',
  by_hand: 'info',
};

export default function SetupView({ api, config, can }: ViewProps): ReactNode {
  const [ticked, setTicked] = useState(readTicks);
  const { answer, failure, reload } = useAnswer({
    key: ['limits', 'setup'],
    load: () => api.readLimits({}),
    enabled: can(SCOPES.readLimits),
  });
  const items = setupItems(config, answer, ticked);
  const done = items.filter(({ state }) => state === 'done').length;

  function tick(id: string, isTicked: boolean): void {
    const next = isTicked ? [...ticked, id] : ticked.filter((each) => each !== id);
    setTicked(next);
    saveTicks(next);
  }

  function hide(): void {
    hideSetup();
    location.hash = routeHref('tokens');
  }

  return (
    <ContentLayout
      defaultPadding
      header={
        <Header
          variant="h1"
          description={text.detail}
          actions={
            isSetupHidden() ? (
              <Button onClick={showSetup}>{text.show}</Button>
            ) : (
              <Button onClick={hide}>{text.hide}</Button>
            )
          }
        >
          {shared.views.setup}
        </Header>
      }
    >
      <SpaceBetween size="l">
        {failure && <FailureAlert failure={failure} onRetry={() => void reload()} />}
        <Container
          header={
            <Header variant="h2" counter={text.counter(done, items.length)} description={text.byHand}>
              {text.list}
            </Header>
          }
        >
          <SpaceBetween size="l">
            {items.map((item) => (
              <Item key={item.id} item={item} isTicked={ticked.includes(item.id)} onTick={tick} />
            ))}
          </SpaceBetween>
        </Container>
      </SpaceBetween>
    </ContentLayout>
  );
}

interface ItemProps {
  readonly item: SetupItem;
  readonly isTicked: boolean;
  readonly onTick: (id: string, isTicked: boolean) => void;
}

function Item({ item: { id, state, isByHand }, isTicked, onTick }: ItemProps): ReactNode {
  const { title, detail, command } = text.items[id];
  return (
    <section aria-label={title}>
      {isByHand ? (
        <Checkbox
          checked={isTicked}
          description={text.ticked}
          onChange={(event) => onTick(id, event.detail.checked)}
        >
          {title}
        </Checkbox>
      ) : (
        <StatusIndicator type={INDICATORS[state]}>
          {title}: {text.states[state]}
        </StatusIndicator>
      )}
      <Box color="text-body-secondary" padding={{ top: 'xxs' }}>
        {detail}
      </Box>
      {command && (
        <Box variant="code" display="block" padding={{ top: 'xxs' }}>
          {command}
        </Box>
      )}
    </section>
  );
}
