/** Loads an answer of the API for a component, again when it is asked to. */
import { useCallback, useEffect, useRef, useState } from 'react';
import { type Failure, failureOf } from './failures.ts';

export interface Loaded<Answer> {
  readonly answer: Answer | undefined;
  readonly failure: Failure | undefined;
  readonly loading: boolean;
  /** Keeps what is shown until the new answer is there. */
  readonly reload: () => Promise<void>;
}

/**
 * `load` is called anew when it changes, so it comes from useCallback; undefined loads nothing.
 * Answers that a later call has overtaken are dropped.
 */
export function useAnswer<Answer>(load: (() => Promise<Answer>) | undefined): Loaded<Answer> {
  const [answer, setAnswer] = useState<Answer>();
  const [failure, setFailure] = useState<Failure>();
  const [loading, setLoading] = useState(false);
  const latestCall = useRef(0);

  const reload = useCallback(async (): Promise<void> => {
    latestCall.current += 1;
    const call = latestCall.current;
    if (load === undefined) {
      return;
    }
    setLoading(true);
    const result = await settle(load);
    if (call === latestCall.current) {
      // The session's own notice tells of its end, and a form among what is shown keeps what it holds.
      if (result.failure?.kind !== 'session_expired') {
        setFailure(result.failure);
      }
      if (result.failure === undefined) {
        setAnswer(result.answer);
      }
      setLoading(false);
    }
  }, [load]);

  useEffect(() => {
    setAnswer(undefined);
    setFailure(undefined);
    setLoading(false);
    void reload();
  }, [reload]);

  return { answer, failure, loading, reload };
}

type Settled<Answer> =
  | { readonly answer: Answer; readonly failure: undefined }
  | { readonly failure: Failure };

async function settle<Answer>(load: () => Promise<Answer>): Promise<Settled<Answer>> {
  try {
    return { answer: await load(), failure: undefined };
  } catch (error) {
    return { failure: failureOf(error) };
  }
}
