/** How a token is issued: a picture of the state machine, a request's path through it, and those that failed. */
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactNode } from 'react';
import { useState } from 'react';
import type { ExecutionPath } from '../../../handlers/contract/routes/executions.ts';
import { executionNameIn } from '../../../handlers/contract/workflow.ts';
import { useAnswer } from '../api/use-answer.ts';
import { FailureAlert } from '../shell/failure-alert.tsx';
import { Loading } from '../shell/loading.tsx';
import { withIds } from '../shell/with-ids.tsx';
import { shared } from '../strings.ts';
import type { ViewProps } from './view-props.ts';
import type { Asked } from './workflow/asked.ts';
import { askedFor, hrefOf } from './workflow/asked.ts';
import { consoleUrl } from './workflow/console-url.ts';
import { ExecutionSummary } from './workflow/execution-summary.tsx';
import { ExecutionsSection } from './workflow/executions-section.tsx';
import { loadDefinition } from './workflow/load-definition.ts';
import { LookupForm } from './workflow/lookup-form.tsx';
import { text } from './workflow/strings.ts';
import type { Traced } from './workflow/trace.ts';
import { TraceFailure } from './workflow/trace-failure.tsx';
import { useExecutions } from './workflow/use-executions.ts';
import { WorkflowPanel } from './workflow/workflow-panel.tsx';

export default function WorkflowView({ api, config, params }: ViewProps): ReactNode {
  const asked = askedFor(params);
  const machine = useAnswer({ key: ['definition'], load: loadDefinition });
  const executions = useExecutions(api, asked);
  const [chosen, setChosen] = useState<string>();
  const { answer, failure, loading, reload } = executions;
  const refresh = (): void => void reload();
  const shown =
    answer?.executions.find(({ execution_arn }) => execution_arn === chosen) ?? answer?.executions[0];

  function ask(next: Asked): void {
    const hash = hrefOf(next);
    setChosen(undefined);
    if (location.hash === hash) {
      refresh();
    } else {
      location.hash = hash;
    }
  }

  return (
    <ContentLayout
      defaultPadding
      maxContentWidth={1400}
      header={
        <Header variant="h1" description={text.detail}>
          {shared.views.workflow}
        </Header>
      }
    >
      <SpaceBetween size="l">
        <LookupForm key={asked && hrefOf(asked)} asked={asked} loading={loading && !answer} onAsk={ask} />
        <ExecutionsSection api={api} config={config} shown={shown?.execution_arn} />
        {failure && asked && <TraceFailure asked={asked} failure={failure} onRetry={refresh} />}
        {machine.failure && <FailureAlert failure={machine.failure} onRetry={() => void machine.reload()} />}
        {machine.answer ? (
          <Container
            header={
              <Header
                variant="h2"
                description={shown ? undefined : text.machineDetail}
                actions={
                  asked && (
                    <Button iconName="refresh" ariaLabel={text.refresh} loading={loading} onClick={refresh} />
                  )
                }
              >
                {headingOf(shown, answer)}
              </Header>
            }
          >
            <SpaceBetween size="l">
              {shown && (
                <ExecutionSummary
                  executions={answer?.executions ?? [shown]}
                  shown={shown}
                  onShow={setChosen}
                  consoleUrl={config.local ? undefined : consoleUrl(shown, config.region)}
                />
              )}
              <WorkflowPanel
                definition={machine.answer}
                execution={shown}
                region={config.local ? undefined : config.region}
              />
            </SpaceBetween>
          </Container>
        ) : (
          !machine.failure && <Loading>{text.loadingMachine}</Loading>
        )}
      </SpaceBetween>
    </ContentLayout>
  );
}

function headingOf(shown: ExecutionPath | undefined, answer: Traced | undefined): ReactNode {
  if (shown === undefined) {
    return text.machine;
  }
  const { token } = answer ?? {};
  return token
    ? withIds(text.wayOf, token.user_id, token.purpose)
    : text.executionNamed(executionNameIn(shown.execution_arn) ?? shown.execution_arn);
}
