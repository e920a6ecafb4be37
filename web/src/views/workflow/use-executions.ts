/** The executions of the token that was asked for, read again while one of them runs and somebody looks. */
import { useEffect, useState } from 'react';
import type { ExecutionsAnswer } from '../../../../handlers/contract/routes/executions.ts';
import type { Api } from '../../api/api-client.ts';
import { type Failure, failureOf } from '../../api/failures.ts';
import { seemsToRun } from './seems-to-run.ts';

const REFRESH_MS = 2_000;

export interface AskedToken {
  readonly userId: string;
  readonly purpose: string;
  /** Whose token; absent for the newest of all clients. */
  readonly clientGroup?: string | undefined;
}

export interface Executions {
  readonly answer: ExecutionsAnswer | undefined;
  readonly failure: Failure | undefined;
  readonly loading: boolean;
  readonly refresh: () => void;
}

type Result = Pick<Executions, 'answer' | 'failure'> & { readonly of: string };

const NOTHING: Result = { of: '', answer: undefined, failure: undefined };

/** `asked` is undefined as long as nobody asked. */
export function useExecutions(
  api: Pick<Api, 'readExecutions'>,
  asked: AskedToken | undefined,
  nowMs: () => number = Date.now,
): Executions {
  const [result, setResult] = useState(NOTHING);
  const [loading, setLoading] = useState(false);
  const [round, setRound] = useState(0);
  const userId = asked?.userId;
  const purpose = asked?.purpose ?? '';
  const clientGroup = asked?.clientGroup;
  const key = JSON.stringify([userId, purpose, clientGroup]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new round reads again
  useEffect(() => {
    if (userId === undefined) {
      return;
    }
    let isOvertaken = false;
    setLoading(true);
    void read(api, { userId, purpose, clientGroup }).then((read) => {
      if (!isOvertaken) {
        setResult({ of: key, ...read });
        setLoading(false);
      }
    });
    return () => {
      isOvertaken = true;
    };
  }, [api, userId, purpose, clientGroup, key, round]);

  const current = result.of === key ? result : NOTHING;
  const isRunning = seemsToRun(current.answer, nowMs());
  // biome-ignore lint/correctness/useExhaustiveDependencies: each result starts the wait for the next
  useEffect(() => {
    if (!isRunning) {
      return;
    }
    const timer = setInterval(() => {
      if (!document.hidden) {
        setRound((before) => before + 1);
      }
    }, REFRESH_MS);
    return () => clearInterval(timer);
  }, [isRunning, result]);

  const { answer, failure } = current;
  return { answer, failure, loading, refresh: () => setRound((before) => before + 1) };
}

async function read(
  api: Pick<Api, 'readExecutions'>,
  asked: AskedToken,
): Promise<Pick<Executions, 'answer' | 'failure'>> {
  try {
    return {
      answer: await api.readExecutions(asked.userId, asked.purpose, asked.clientGroup),
      failure: undefined,
    };
  } catch (error) {
    return { answer: undefined, failure: failureOf(error) };
  }
}
