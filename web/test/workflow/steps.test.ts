import { describe, expect, it } from '@jest/globals';
import type { WorkflowDefinition } from '../../../handlers/contract/page.ts';
import type { ExecutionPath } from '../../../handlers/contract/routes/executions.ts';
import { pathThrough } from '../../src/views/workflow/path-through.ts';
import { seemsToRun } from '../../src/views/workflow/seems-to-run.ts';
import { stepsOf } from '../../src/views/workflow/steps.ts';

const DEFINITION: WorkflowDefinition = {
  comment: '',
  start_at: 'One',
  states: [
    { name: 'One', type: 'Task', edges: [{ to: 'Two', kind: 'next' }] },
    { name: 'Two', type: 'Pass', edges: [] },
  ],
};
const at = '2026-11-22T10:00:00.000Z';

describe('the steps in the table', () => {
  it('are those of the state machine when no execution is traced', () => {
    expect(stepsOf(DEFINITION, undefined).map(({ id, mark }) => [id, mark])).toEqual([
      ['One', undefined],
      ['Two', undefined],
    ]);
  });

  it('are the visited states, then the skipped ones', () => {
    const path = pathThrough(DEFINITION, [
      { type: 'StateEntered', state: 'Two', at },
      { type: 'StateExited', state: 'Two', at },
    ]);
    expect(stepsOf(DEFINITION, path).map(({ state, mark }) => [state.name, mark?.outcome])).toEqual([
      ['Two', 'passed'],
      ['One', 'skipped'],
    ]);
  });

  it('include a state that the current state machine no longer has', () => {
    const path = pathThrough(DEFINITION, [{ type: 'StateEntered', state: 'Gone', at }]);
    expect(stepsOf(DEFINITION, path)[0]).toMatchObject({
      state: { name: 'Gone', edges: [] },
      mark: { outcome: 'running' },
    });
  });
});

describe('an execution', () => {
  const answerWith = (status: ExecutionPath['status']) => ({
    user_id: 'ada',
    purpose: 'login',
    token_id: 't',
    executions: [{ execution_arn: 'arn:1', status, started_at: at, events: [] }],
  });

  it('is polled while it runs, for two minutes at most, because its log may have gaps', () => {
    const startedMs = Date.parse(at);
    expect(seemsToRun(answerWith('RUNNING'), startedMs + 119_999)).toBe(true);
    expect(seemsToRun(answerWith('RUNNING'), startedMs + 120_000)).toBe(false);
    expect(seemsToRun(answerWith('SUCCEEDED'), startedMs)).toBe(false);
    expect(seemsToRun(undefined, startedMs)).toBe(false);
  });
});
