import { expect, it } from '@jest/globals';
import type { StreamEvent } from '../../../aws/cloudwatch/log-streams.ts';
import { createLogStreams } from '../../../aws/cloudwatch/log-streams.ts';
import type { Stack } from '../../../cloudformation/load-stack.ts';

it('gives ids after those of the events that it kept, although older events are gone', () => {
  const stack = { resources: new Map() } as unknown as Stack;
  const timestamp = Date.now();
  let kept: readonly StreamEvent[] = [];
  const keep = () => ({ kept, save: (read: () => readonly StreamEvent[]) => (kept = [...read()]) });
  const put = (message: string) =>
    createLogStreams(stack, keep()).put({ group: 'g', stream: 's', events: [{ timestamp, message }] });
  put('dropped');
  put('first');
  kept = kept.slice(1);
  put('second');
  expect(kept.map(({ message }) => message)).toEqual(['first', 'second']);
  expect(new Set(kept.map(({ id }) => id)).size).toBe(2);
});
