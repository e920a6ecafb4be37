/**
 * Faults, only on a developer's machine: makes calls to the emulated AWS fail, so that retries and fallbacks can be
 * watched in the picture of the workflow.
 */
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { SCOPES } from '../../../handlers/contract/vocabulary.ts';
import type { Failure } from '../api/failures.ts';
import { failureOf } from '../api/failures.ts';
import { useAnswer } from '../api/use-answer.ts';
import { addFaults, clearFaults, listFaults } from '../local/local-runtime.ts';
import { FailureAlert } from '../shell/failure-alert.tsx';
import { routeHref } from '../shell/routes.ts';
import { strings } from '../shell/strings.ts';
import { shared } from '../strings.ts';
import { ArmedFaults } from './faults/armed-faults.tsx';
import { PresetCard } from './faults/preset-card.tsx';
import type { PresetName } from './faults/presets.ts';
import { PRESET_NAMES, PRESETS } from './faults/presets.ts';
import { text } from './faults/strings.ts';
import { useDemo } from './faults/use-demo.ts';
import type { ViewProps } from './view-props.ts';

const POLL_MS = 2_000;
const NEEDED = [SCOPES.writeContacts, SCOPES.issue] as const;

export default function FaultsView({ api, can }: ViewProps): ReactNode {
  const {
    answer,
    failure: listFailure,
    reload,
  } = useAnswer({ key: ['faults'], load: listFaults, pollMs: () => POLL_MS });
  const [failure, setFailure] = useState<Failure>();
  const demo = useDemo(api);
  // A fault that was armed a moment ago may have been used up since.
  const armed = listFailure === undefined ? answer : undefined;
  const shown = demo.failure ?? failure ?? listFailure;
  const missing = NEEDED.find((scope) => !can(scope));

  async function change(action: Promise<void>): Promise<void> {
    try {
      await action;
      setFailure(undefined);
    } catch (error) {
      setFailure(failureOf(error));
    }
    await reload();
  }

  function obstacleTo(name: PresetName): string | undefined {
    if (missing !== undefined) {
      return strings.scopes.reason(missing);
    }
    return demo.running === undefined || demo.running === name ? undefined : text.busy;
  }

  return (
    <ContentLayout
      defaultPadding
      header={
        <Header
          variant="h1"
          description={text.detail}
          actions={
            <Button disabled={armed?.length === 0} onClick={() => void change(clearFaults())}>
              {text.clear}
            </Button>
          }
        >
          {shared.views.faults}
        </Header>
      }
    >
      <SpaceBetween size="l">
        {shown && <FailureAlert failure={shown} />}
        <ArmedFaults armed={armed} />
        <ul className="fault-list">
          {PRESET_NAMES.map((name) => (
            <li key={name}>
              <PresetCard
                name={name}
                running={demo.running === name}
                obstacle={obstacleTo(name)}
                onRun={() => void demo.run(name)}
                onInject={() => void change(addFaults(PRESETS[name]))}
              />
            </li>
          ))}
        </ul>
        <Box>
          {text.afterwards}{' '}
          <Link href={routeHref('tokens', { panel: 'generate' })}>{shared.panels.generate}</Link>
          {' · '}
          <Link href={routeHref('workflow')}>{shared.views.workflow}</Link>
        </Box>
      </SpaceBetween>
    </ContentLayout>
  );
}
