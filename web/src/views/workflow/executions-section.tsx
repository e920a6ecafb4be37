/** The list of executions with its filters, opened on demand: it searches the log. */
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactNode } from 'react';
import { FAILED_ENDS, STEP_FAULT_NAMES } from '../../../../handlers/contract/faults.ts';
import type { PageConfig } from '../../../../handlers/contract/page.ts';
import type { ListedExecution } from '../../../../handlers/contract/routes/executions.ts';
import type { Api } from '../../api/api-client.ts';
import { requestLine } from '../../api/call-route.ts';
import { usePages } from '../../api/use-answer.ts';
import { ExportMenu } from '../../export/export-menu.tsx';
import { FailureAlert } from '../../shell/failure-alert.tsx';
import { RefreshButton } from '../../shell/refresh-button.tsx';
import { ANY_ERROR } from '../../shell/trace-links.ts';
import { changeParameters, name } from '../../shell/url-parameters.ts';
import { useUrlState } from '../../shell/use-url-state.ts';
import { periodParameters } from '../search/period.ts';
import { PeriodPicker } from '../search/period-picker.tsx';
import { EVERY, executionsQuery, executionsSearch } from './executions-query.ts';
import { ExecutionsTable } from './executions-table.tsx';
import { listText as text } from './list-strings.ts';

const SHOWN = { failed: name(), ...periodParameters('day') };
/** What a trace is named by; see asked.ts. */
const TRACE = {
  execution: name(),
  at: name(),
  request_id: name(),
  user_id: name(),
  purpose: name(),
  client_group: name(),
};
const NO_TRACE = { request_id: '', user_id: '', purpose: '', client_group: '' };

/** `States.Timeout` is what Step Functions calls it when a step or an execution takes too long. */
const ERRORS = [...new Set([...STEP_FAULT_NAMES, ...Object.keys(FAILED_ENDS), 'States.Timeout'])].sort();

export interface ExecutionsSectionProps {
  readonly api: Pick<Api, 'listExecutions'>;
  readonly config: PageConfig;
  readonly shown: string | undefined;
}

export function ExecutionsSection({ api, config, shown }: ExecutionsSectionProps): ReactNode {
  const [{ failed, ...period }, show] = useUrlState(SHOWN);
  const isOpen = failed !== '';
  const loaded = usePages(executionsQuery(api, isOpen ? failed : undefined, period));
  const { answer, failure, loading, loadingMore, reload } = loaded;
  return (
    <ExpandableSection
      variant="container"
      headerText={text.failedList}
      headerDescription={text.failedListHint}
      headingTagOverride="h2"
      expanded={isOpen}
      onChange={({ detail }) => show({ failed: detail.expanded ? ANY_ERROR : '' })}
    >
      {isOpen && (
        <SpaceBetween size="m">
          <div className="list-filters">
            <Select
              options={optionsWith(failed)}
              selectedOption={optionOf(failed)}
              onChange={({ detail }) => show({ failed: detail.selectedOption.value ?? ANY_ERROR })}
              ariaLabel={text.which}
            />
            <PeriodPicker period={period} onChange={show} />
            <RefreshButton label={text.refreshList} loading={loading || loadingMore} reload={reload} />
            <ExportMenu
              name="executions"
              config={config}
              rows={() => answer?.executions ?? []}
              count={answer?.executions.length}
              request={() =>
                requestLine('listExecutions', { query: executionsSearch(failed, answer?.bounds ?? {}) })
              }
            />
          </div>
          {failure && <FailureAlert failure={failure} onRetry={() => void reload()} />}
          <ExecutionsTable loaded={loaded} shown={shown} hrefOf={traceHref} />
        </SpaceBetween>
      )}
    </ExpandableSection>
  );
}

/** Keeps the list's own parameters, so that it stays open. */
const traceHref = ({ execution_arn, at }: ListedExecution): string =>
  changeParameters(TRACE, location.hash, { ...NO_TRACE, execution: execution_arn, at });

const optionOf = (failed: string) => ({
  value: failed,
  label: { [ANY_ERROR]: text.anyError, [EVERY]: text.every }[failed] ?? failed,
});

/** A link may name an error that this page does not know. */
const optionsWith = (failed: string) => [
  optionOf(ANY_ERROR),
  optionOf(EVERY),
  {
    label: text.withErrorGroup,
    options: [...new Set([...ERRORS, ...(failed === ANY_ERROR || failed === EVERY ? [] : [failed])])].map(
      optionOf,
    ),
  },
];
