/** How a token is issued: a picture of the state machine, and a token's path through it. */
import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactNode } from 'react';
import { useState } from 'react';
import type { ExecutionPath, ExecutionsAnswer } from '../../../handlers/contract/routes/executions.ts';
import { DEFAULT_PURPOSE } from '../../../handlers/contract/vocabulary.ts';
import type { Failure } from '../api/failures.ts';
import { useAnswer } from '../api/use-answer.ts';
import { FailureAlert } from '../shell/failure-alert.tsx';
import { Loading } from '../shell/loading.tsx';
import { withIds } from '../shell/with-ids.tsx';
import { shared } from '../strings.ts';
import type { ViewProps } from './view-props.ts';
import { consoleUrl } from './workflow/console-url.ts';
import { ExecutionSummary } from './workflow/execution-summary.tsx';
import { loadDefinition } from './workflow/load-definition.ts';
import { LookupForm } from './workflow/lookup-form.tsx';
import { text } from './workflow/strings.ts';
import type { AskedToken } from './workflow/use-executions.ts';
import { useExecutions } from './workflow/use-executions.ts';
import { useLocalExecution } from './workflow/use-local-execution.ts';
import { WorkflowPanel } from './workflow/workflow-panel.tsx';

export default function WorkflowView({ api, config, params }: ViewProps): ReactNode {
  const asked = askedFor(params);
  const machine = useAnswer({ key: ['definition'], load: loadDefinition });
  const executions = useExecutions(api, asked);
  const [chosen, setChosen] = useState<string>();
  const { answer, failure, loading, reload } = executions;
  const refresh = (): void => void reload();
  const demo = useLocalExecution(config.local ? (params.get('execution') ?? undefined) : undefined);
  const shown =
    demo.answer?.execution ??
    answer?.executions.find(({ execution_arn }) => execution_arn === chosen) ??
    answer?.executions[0];

  function ask(token: AskedToken): void {
    const hash = `#/workflow?${new URLSearchParams({ user_id: token.userId, purpose: token.purpose })}`;
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
        <LookupForm key={params.toString()} asked={asked} loading={loading && !answer} onAsk={ask} />
        {failure && <LookupFailure failure={failure} onRetry={refresh} />}
        {demo.failure && <FailureAlert failure={demo.failure} onRetry={() => void demo.reload()} />}
        {demo.answer && demo.answer.execution === undefined && (
          <Alert type="info" header={text.noExecution}>
            {text.noExecutionDetail}
          </Alert>
        )}
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

function headingOf(shown: ExecutionPath | undefined, answer: ExecutionsAnswer | undefined): ReactNode {
  if (shown === undefined) {
    return text.machine;
  }
  return answer ? withIds(text.wayOf, answer.user_id, answer.purpose) : text.execution;
}

function askedFor(params: URLSearchParams): AskedToken | undefined {
  const userId = params.get('user_id') ?? '';
  const purpose = params.get('purpose') || DEFAULT_PURPOSE;
  return userId === ''
    ? undefined
    : { userId, purpose, clientGroup: params.get('client_group') ?? undefined };
}

/** A missing token is not a failure: tokens expire. */
function LookupFailure({ failure, onRetry }: { readonly failure: Failure; readonly onRetry: () => void }) {
  return failure.kind === 'problem' && failure.problem.code === 'not_found' ? (
    <Alert type="info" header={text.noToken}>
      {text.noTokenDetail}
    </Alert>
  ) : (
    <FailureAlert failure={failure} onRetry={onRetry} />
  );
}
