/** An API whose calls the test answers, in any order. */
import { jest } from '@jest/globals';

export class PausedCalls<Asked, Answer> {
  readonly asked: Asked[] = [];
  private readonly calls: PromiseWithResolvers<Answer>[] = [];

  readonly ask = (asked: Asked): Promise<Answer> => {
    const call = Promise.withResolvers<Answer>();
    this.asked.push(asked);
    this.calls.push(call);
    return call.promise;
  };

  /** Answers a call, by default the latest. Resolves once every watcher has been notified. */
  async answer(answer: Answer, index = this.calls.length - 1): Promise<void> {
    this.calls[index]?.resolve(answer);
    await jest.advanceTimersByTimeAsync(0);
  }

  async fail(error: unknown, index = this.calls.length - 1): Promise<void> {
    this.calls[index]?.reject(error);
    await jest.advanceTimersByTimeAsync(0);
  }
}
