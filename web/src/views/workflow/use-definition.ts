/** The machine's definition, loaded once while the view is open, and again on demand. */
import { useCallback, useEffect, useState } from 'react';
import type { WorkflowDefinition } from '../../../../handlers/contract/page.ts';
import { type Failure, failureOf } from '../../api/failures.ts';
import { loadDefinition } from './load-definition.ts';

export interface LoadedDefinition {
  readonly definition: WorkflowDefinition | undefined;
  readonly failure: Failure | undefined;
  readonly retry: () => void;
}

export function useDefinition(): LoadedDefinition {
  const [definition, setDefinition] = useState<WorkflowDefinition>();
  const [failure, setFailure] = useState<Failure>();
  const load = useCallback(async (): Promise<void> => {
    try {
      setDefinition(await loadDefinition());
      setFailure(undefined);
    } catch (error) {
      setFailure(failureOf(error));
    }
  }, []);
  useEffect(() => void load(), [load]);
  return { definition, failure, retry: () => void load() };
}
