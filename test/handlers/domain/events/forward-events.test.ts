import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import type { LoggedEvent } from '../../../../handlers/domain/events/event-bus.ts';
import { EventsNotPut } from '../../../../handlers/domain/events/event-bus.ts';
import { forwardEvents } from '../../../../handlers/domain/events/forward-events.ts';
import { loggedEvents } from '../../../../handlers/domain/events/logged-events.ts';

const event = (id: number): LoggedEvent => ({ type: 'code.sent', atMs: 1, data: { event_id: String(id) } });
const EVENTS = Array.from({ length: 25 }, (_, id) => event(id));

/** A bus that does not take the named events as often as it says. */
function busOf(refusals: Readonly<Record<string, number>> = {}) {
  const left = new Map(Object.entries(refusals));
  const calls: string[][] = [];
  return {
    calls,
    mostAtOnce: 10,
    async put(events: readonly LoggedEvent[]) {
      calls.push(events.map(({ data }) => String(data.event_id)));
      return events.filter(({ data }) => {
        const id = String(data.event_id);
        const times = left.get(id) ?? 0;
        left.set(id, times - 1);
        return times > 0;
      });
    },
  };
}

describe('forwarding events', () => {
  it('puts them all, in their order, as many at once as the bus takes', async () => {
    const bus = busOf();
    await forwardEvents(EVENTS, { bus, wait: async () => undefined });
    expect(bus.calls.map((call) => call.length)).toEqual([10, 10, 5]);
    expect(bus.calls.flat()).toEqual(EVENTS.map((_, id) => String(id)));
  });

  it('puts again what was not taken, and only that, with growing waits', async () => {
    const bus = busOf({ 3: 1, 24: 2 });
    const waits: number[] = [];
    await forwardEvents(EVENTS, { bus, wait: async (atMostMs) => void waits.push(atMostMs) });
    expect(bus.calls.slice(3)).toEqual([['3', '24'], ['24']]);
    expect(waits).toEqual([200, 400]);
  });

  it('fails when something is left after three tries, so that the batch comes again', async () => {
    const bus = busOf({ 7: 3 });
    await expect(forwardEvents(EVENTS, { bus, wait: async () => undefined })).rejects.toThrow(EventsNotPut);
    expect(bus.calls.at(-1)).toEqual(['7']);
  });

  it('calls nobody for nothing', async () => {
    const bus = busOf();
    await forwardEvents([], { bus, wait: async () => undefined });
    expect(bus.calls).toEqual([]);
  });
});

describe('what CloudWatch Logs delivers', () => {
  const delivered = (batch: object) => ({
    awslogs: { data: gzipSync(JSON.stringify(batch)).toString('base64') },
  });
  const line = (message: unknown) => ({ id: '1', timestamp: 5, message: JSON.stringify(message) });
  const METRIC = { _aws: { Timestamp: 1_795_341_600_000 }, TokensRevealed: 1 };
  const EVENT = { type: 'code.revealed', data: { event_id: 'a', purpose: 'login' } };

  it('has the events of metric lines, with the time of the metric', () => {
    const logEvents = [line({ ...METRIC, event: EVENT })];
    expect(loggedEvents(delivered({ messageType: 'DATA_MESSAGE', logEvents }))).toEqual([
      { ...EVENT, atMs: 1_795_341_600_000 },
    ]);
  });

  it('has none in a message that only tries the function', () => {
    const logEvents = [line({ ...METRIC, event: EVENT })];
    expect(loggedEvents(delivered({ messageType: 'CONTROL_MESSAGE', logEvents }))).toEqual([]);
  });

  it.each([
    ['is no metric', { event: EVENT }],
    ['has a type that is none of ours', { ...METRIC, event: { ...EVENT, type: 'code.stolen' } }],
    ['has a type that every object has', { ...METRIC, event: { ...EVENT, type: 'toString' } }],
    ['has no data', { ...METRIC, event: { type: 'code.sent' } }],
    ['is no object', 'text'],
  ])('has none in a line that %s', (_, message) => {
    const logEvents = [line(message), { id: '2', timestamp: 5, message: 'not JSON' }];
    expect(loggedEvents(delivered({ messageType: 'DATA_MESSAGE', logEvents }))).toEqual([]);
  });
});
