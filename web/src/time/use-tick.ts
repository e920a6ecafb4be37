/** Gives a component a value derived from the current second, and re-renders it only when that value changes. */
import { useSyncExternalStore } from 'react';
import { createTicker } from './ticker.ts';

const ticker = createTicker(document);

/** `select` gets epoch milliseconds and must return a primitive. */
export function useTick<Value extends string | number | boolean>(select: (nowMs: number) => Value): Value {
  return useSyncExternalStore(ticker.subscribe, () => select(ticker.nowMs()));
}
