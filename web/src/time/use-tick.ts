/** Gives components a value of the passing second, and renders them again only when it changes. */
import { useSyncExternalStore } from 'react';
import { createTicker } from './ticker.ts';

const ticker = createTicker(document);

/** `select` gets epoch milliseconds and must give a primitive. */
export function useTick<Value extends string | number | boolean>(select: (nowMs: number) => Value): Value {
  return useSyncExternalStore(ticker.subscribe, () => select(ticker.nowMs()));
}
