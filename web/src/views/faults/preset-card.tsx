/** One fault: what it does, what to watch for, and buttons to demonstrate or arm it. */
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactNode } from 'react';
import type { PresetName } from './presets.ts';
import { text } from './strings.ts';

export interface PresetCardProps {
  readonly name: PresetName;
  readonly running: boolean;
  /** Why the demo cannot be run now; undefined when it can. */
  readonly obstacle: string | undefined;
  readonly onRun: () => void;
  readonly onInject: () => void;
}

export function PresetCard({ name, running, obstacle, onRun, onInject }: PresetCardProps): ReactNode {
  const { title, what, watch } = text.presets[name];
  return (
    <Container
      fitHeight
      header={
        <Header variant="h3" headingTagOverride="h2">
          {title}
        </Header>
      }
      footer={
        <SpaceBetween direction="horizontal" size="xs">
          <Button
            ariaLabel={text.runLabel(title)}
            loading={running}
            loadingText={text.running}
            disabled={obstacle !== undefined}
            {...(obstacle ? { disabledReason: obstacle } : {})}
            onClick={onRun}
          >
            {text.run}
          </Button>
          <Button variant="link" ariaLabel={text.injectLabel(title)} onClick={onInject}>
            {text.inject}
          </Button>
        </SpaceBetween>
      }
    >
      <SpaceBetween size="xs">
        <div>{what}</div>
        <Box color="text-body-secondary">{watch}</Box>
      </SpaceBetween>
    </Container>
  );
}
