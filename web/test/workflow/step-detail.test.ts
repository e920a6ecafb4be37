import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { FAILED_ENDS, STEP_FAULT_NAMES } from '../../../handlers/contract/faults.ts';
import type { WorkflowState } from '../../../handlers/contract/page.ts';
import { TRANSIENT_LAMBDA_ERRORS } from '../../../workflows/retry-policies.ts';
import { detailText } from '../../src/views/workflow/detail-strings.ts';
import { faultWords } from '../../src/views/workflow/fault-words.ts';
import { stepFacts } from '../../src/views/workflow/step-facts.ts';

describe('the words for an error', () => {
  it("have the contract's meaning, the problem of the delivery, and what an operator does", () => {
    expect(faultWords('DeliveryRefused')).toEqual({
      meaning: 'SNS or SES refused the message.',
      remedy:
        'Of one person: check the number or address, and whether it is opted out. Of many: the SMS sandbox and the monthly spend limit of SNS.',
      code: 'delivery_failed',
      runbook: 'docs/runbook.md#delivery_failed',
    });
    expect(faultWords('DeliveryUnavailable').code).toBe('delivery_failed');
  });

  it('are those of the Fail state for an error that an execution ends with', () => {
    expect(faultWords('DeliveryFailed').meaning).toBe('No channel accepted the token; it was revoked.');
  });

  it('exist for every error that a step can be retried after or end with', () => {
    const errors = [...STEP_FAULT_NAMES, ...Object.keys(FAILED_ENDS), ...TRANSIENT_LAMBDA_ERRORS];
    expect(errors.filter((error) => faultWords(error).meaning === detailText.unknownError)).toEqual([]);
  });

  it('send no operator to an operator, and have a section of the runbook', () => {
    const words = [...STEP_FAULT_NAMES, ...Object.keys(FAILED_ENDS)].map(faultWords);
    expect(words.filter(({ remedy = 'an operator' }) => /operator|Retry-After/.test(remedy))).toEqual([]);
    const sections: readonly string[] = readFileSync('docs/runbook.md', 'utf8').match(/(?<=^## ).+$/gm) ?? [];
    expect(words.map(({ runbook = '' }) => runbook.split('#')[1])).toEqual(
      expect.arrayContaining(['store_unavailable', 'internal_error']),
    );
    expect(words.filter(({ runbook = '' }) => !sections.includes(runbook.split('#')[1] ?? ''))).toEqual([]);
  });

  it('admit that an error is not known', () => {
    expect(faultWords('toString')).toEqual({ meaning: detailText.unknownError });
  });
});

describe('the facts of a step, to copy', () => {
  const state: WorkflowState = {
    name: 'Persist token',
    type: 'Task',
    comment: 'One write.',
    calls: { service: 'lambda', name: 'persist-token' },
    edges: [],
  };

  it('have each attempt with its error', () => {
    const visit = {
      state: 'Persist token',
      outcome: 'passed',
      retries: 1,
      errors: ['StoreUnavailable'],
      enteredAt: '2026-11-22T10:00:00.000Z',
      exitedAt: '2026-11-22T10:00:01.200Z',
      durationMs: 1_200,
    } as const;
    expect(stepFacts(state, [visit], undefined, () => ({ meaning: 'Words.' }))).toEqual({
      step: 'Persist token',
      type: 'Task',
      comment: 'One write.',
      calls: { service: 'lambda', name: 'persist-token' },
      visits: [
        {
          outcome: 'passed',
          entered_at: '2026-11-22T10:00:00.000Z',
          exited_at: '2026-11-22T10:00:01.200Z',
          duration_ms: 1_200,
          attempts: 2,
          errors: [{ error: 'StoreUnavailable', meaning: 'Words.' }],
        },
      ],
    });
  });

  it('leave out what is not known', () => {
    expect(stepFacts({ name: 'S', type: 'Choice', edges: [] }, [], undefined, faultWords)).toEqual({
      step: 'S',
      type: 'Choice',
      visits: [],
    });
  });
});
