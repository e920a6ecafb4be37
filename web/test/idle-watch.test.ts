import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { IdleWatch } from '../src/session/idle-watch.ts';
import { watchIdleness } from '../src/session/idle-watch.ts';

const MINUTE = 60_000;
let page: EventTarget;
let watch: IdleWatch;
let warnings: (number | undefined)[];
let onIdle: ReturnType<typeof jest.fn>;
let seen: number[];

beforeEach(() => {
  jest.useFakeTimers({ now: 0 });
  page = new EventTarget();
  warnings = [];
  seen = [];
  onIdle = jest.fn();
  watch = watchIdleness({
    target: page,
    timeoutMs: 15 * MINUTE,
    warnForMs: MINUTE,
    onWarning: (endsAtMs) => warnings.push(endsAtMs),
    onIdle,
    onSeen: (atMs) => seen.push(atMs),
  });
});
afterEach(() => {
  watch.stop();
  jest.useRealTimers();
});

const touch = (sign = 'keydown') => page.dispatchEvent(new Event(sign));

describe('the idle watch', () => {
  it('says when somebody was active, at most once a minute', () => {
    jest.advanceTimersByTime(30_000);
    touch();
    jest.advanceTimersByTime(30_000);
    touch();
    touch();
    jest.advanceTimersByTime(59_000);
    touch();
    expect(seen).toEqual([MINUTE]);
  });

  it('warns a minute before the end, says when that is, and ends once', () => {
    jest.advanceTimersByTime(14 * MINUTE - 1_000);
    expect(warnings).toEqual([]);
    jest.advanceTimersByTime(1_000);
    expect(warnings).toEqual([15 * MINUTE]);
    jest.advanceTimersByTime(59_000);
    expect(onIdle).not.toHaveBeenCalled();
    jest.advanceTimersByTime(10 * MINUTE);
    expect([warnings.length, onIdle.mock.calls.length]).toEqual([1, 1]);
  });

  it.each(['keydown', 'pointerdown', 'wheel', 'touchstart'])('starts over with %s', (sign) => {
    jest.advanceTimersByTime(13 * MINUTE);
    touch(sign);
    jest.advanceTimersByTime(14 * MINUTE - 1_000);
    expect(warnings).toEqual([]);
  });

  it('accepts only an answer as activity once it has warned', () => {
    jest.advanceTimersByTime(14 * MINUTE);
    touch();
    watch.stay();
    expect(warnings).toEqual([15 * MINUTE, undefined]);
    jest.advanceTimersByTime(14 * MINUTE);
    expect(warnings).toEqual([15 * MINUTE, undefined, 29 * MINUTE]);
    touch();
    jest.advanceTimersByTime(MINUTE);
    expect(onIdle).toHaveBeenCalledTimes(1);
  });

  it('ends at the first activity after the computer slept too long', () => {
    jest.setSystemTime(60 * MINUTE);
    touch();
    expect(onIdle).toHaveBeenCalledTimes(1);
  });

  it('does nothing once it is stopped', () => {
    watch.stop();
    jest.advanceTimersByTime(20 * MINUTE);
    touch();
    expect([warnings, onIdle.mock.calls]).toEqual([[], []]);
  });
});
