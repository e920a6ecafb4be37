/**
 * What an operator does about an error of an execution. The remedies of problems are for callers, who are told to ask
 * an operator; docs/runbook.md has the rest, in a section for each problem.
 */
import type { FAILED_ENDS, STEP_FAULTS } from '../../../../handlers/contract/faults.ts';

type ErrorName = keyof typeof STEP_FAULTS | keyof typeof FAILED_ENDS;

export const OPERATOR_REMEDIES: Readonly<Record<ErrorName, string>> = {
  StoreUnavailable:
    'Single ones pass by themselves. If it goes on: throttling and errors of the tables in CloudWatch, AccessDenied in the step’s log, then AWS Health.',
  SecretUnavailable:
    'See whether the key or the secret is disabled or about to be deleted, and restore it. Functions notice within five minutes.',
  DeliveryUnavailable: 'SNS or SES was throttled or out of reach. It passes by itself: see AWS Health.',
  DeliveryRefused:
    'Of one person: check the number or address, and whether it is opted out. Of many: the SMS sandbox and the monthly spend limit of SNS.',
  DeliveryFailed: 'Each delivery step says why. Nothing stays valid: have the person ask for a new code.',
  StepUnavailable:
    'See whether Lambda is out of concurrent executions, or the step is slow: its traces show what it waits for.',
  InternalError:
    'The step’s log has the error beside the request. If it began with a deployment, roll that back; AccessDenied: deploy again.',
};
