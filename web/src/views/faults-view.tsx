/**
 * Faults, on a developer's machine only: makes the next calls to the stand-ins for AWS fail, so that
 * anybody can watch a retry and a fallback on the picture of the workflow.
 */
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { type ReactNode, useState } from 'react';
import { type Failure, failureOf } from '../api/failures.ts';
import { useAnswer } from '../api/use-answer.ts';
import { FailureAlert } from '../shell/failure-alert.tsx';
import { routeHref } from '../shell/routes.ts';
import { strings } from '../strings.ts';
import { usePolling } from '../time/use-polling.ts';
import { ArmedFaults } from './faults/armed-faults.tsx';
import { addFault, clearFaults, listFaults } from './faults/local-faults.ts';
import { PRESET_NAMES, PRESETS } from './faults/presets.ts';

const text = strings.faults;
const POLL_MS = 2_000;

export default function FaultsView(): ReactNode {
  const { answer: armed = [], failure: listFailure, reload } = useAnswer(listFaults);
  const [failure, setFailure] = useState<Failure>();
  usePolling(reload, POLL_MS, true);
  const shown = failure ?? listFailure;

  async function change(action: Promise<void>): Promise<void> {
    try {
      await action;
      setFailure(undefined);
    } catch (error) {
      setFailure(failureOf(error));
    }
    await reload();
  }

  return (
    <ContentLayout
      defaultPadding
      header={
        <Header
          variant="h1"
          description={text.detail}
          actions={
            <Button disabled={armed.length === 0} onClick={() => void change(clearFaults())}>
              {text.clear}
            </Button>
          }
        >
          {text.title}
        </Header>
      }
    >
      <SpaceBetween size="l">
        {shown && <FailureAlert failure={shown} />}
        <ArmedFaults armed={armed} />
        <ul className="fault-list">
          {PRESET_NAMES.map((name) => (
            <li key={name}>
              <Container
                fitHeight
                header={
                  <Header
                    variant="h3"
                    headingTagOverride="h2"
                    actions={
                      <Button
                        ariaLabel={text.injectLabel(text.presets[name].title)}
                        onClick={() => void change(addFault(PRESETS[name]))}
                      >
                        {text.inject}
                      </Button>
                    }
                  >
                    {text.presets[name].title}
                  </Header>
                }
              >
                <SpaceBetween size="xs">
                  <div>{text.presets[name].what}</div>
                  <Box color="text-body-secondary">{text.presets[name].watch}</Box>
                </SpaceBetween>
              </Container>
            </li>
          ))}
        </ul>
        <Box>
          {text.afterwards}{' '}
          <Link href={routeHref('tokens', { panel: 'generate' })}>{strings.generate.title}</Link>
          {' · '}
          <Link href={routeHref('workflow')}>{strings.navigation.views.workflow}</Link>
        </Box>
      </SpaceBetween>
    </ContentLayout>
  );
}
