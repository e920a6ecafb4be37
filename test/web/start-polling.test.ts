import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { startPolling } from '../../web/src/time/start-polling.ts';

class FakePage extends EventTarget {
  hidden = false;

  show(visible: boolean): void {
    this.hidden = !visible;
    this.dispatchEvent(new Event('visibilitychange'));
  }
}

let page: FakePage;
let poll: jest.Mock<() => void>;
let stop: () => void;

beforeEach(() => {
  jest.useFakeTimers();
  page = new FakePage();
  poll = jest.fn();
  stop = startPolling(page, poll, 5_000);
});

afterEach(() => {
  stop();
  jest.useRealTimers();
});

describe('polling', () => {
  it('begins after the first wait', () => {
    jest.advanceTimersByTime(4_999);
    expect(poll).not.toHaveBeenCalled();
    jest.advanceTimersByTime(10_001);
    expect(poll).toHaveBeenCalledTimes(3);
  });

  it('rests while nobody can see the page, and catches up at once when somebody can', () => {
    page.show(false);
    jest.advanceTimersByTime(60_000);
    expect(poll).not.toHaveBeenCalled();
    page.show(true);
    expect(poll).toHaveBeenCalledTimes(1);
    jest.advanceTimersByTime(5_000);
    expect(poll).toHaveBeenCalledTimes(2);
  });

  it('ends', () => {
    stop();
    page.show(true);
    jest.advanceTimersByTime(60_000);
    expect(poll).not.toHaveBeenCalled();
  });
});
