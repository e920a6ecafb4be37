/** The tokens of the list that have not expired. */
import { useMemo } from 'react';
import { useTick } from '../../time/use-tick.ts';
import type { TimedToken } from './merge-rows.ts';

/** Changes only when a token expires or the list changes, not every second. */
export function useLiveTokens(tokens: readonly TimedToken[]): readonly TimedToken[] {
  const expiredIds = useTick((nowMs) =>
    tokens
      .filter((token) => token.deadlineMs <= nowMs)
      .map((token) => token.token_id)
      .join(' '),
  );
  return useMemo(() => {
    const expired = new Set(expiredIds.split(' '));
    return tokens.filter((token) => !expired.has(token.token_id));
  }, [tokens, expiredIds]);
}
