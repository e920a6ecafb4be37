/** Reads workflow.json, which the deployment writes beside the page. */
import type { WorkflowDefinition } from '../../../../handlers/contract/page.ts';
import { CallFailed } from '../../api/failures.ts';

/** @throws CallFailed */
export async function loadDefinition(): Promise<WorkflowDefinition> {
  let response: Response;
  try {
    response = await fetch('/workflow.json', { cache: 'no-cache' });
  } catch (cause) {
    throw new CallFailed({ kind: 'unreachable' }, { cause });
  }
  if (!response.ok) {
    throw new CallFailed({ kind: 'unexpected', status: response.status });
  }
  return (await response.json()) as WorkflowDefinition;
}
