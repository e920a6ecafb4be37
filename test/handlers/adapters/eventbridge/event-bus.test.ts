import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { afterEach, describe, expect, it } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import {
  createEventBridgeClient,
  eventBridgeBus,
} from '../../../../handlers/adapters/eventbridge/event-bus.ts';
import { EventsNotPut } from '../../../../handlers/domain/events/event-bus.ts';
import { notReached, serviceError } from '../service-errors.ts';

const eventBridge = mockClient(EventBridgeClient);
const bus = eventBridgeBus(new EventBridgeClient({ region: 'eu-west-1' }), 'Courier-events');
const EVENT = { type: 'code.sent', atMs: 1_795_341_600_000, data: { event_id: 'a' } } as const;
const OTHER = { ...EVENT, data: { event_id: 'b' } };

afterEach(() => {
  eventBridge.reset();
});

describe('the event bus', () => {
  it('is put each event in the name of the service, with its own time', async () => {
    eventBridge.on(PutEventsCommand).resolves({ FailedEntryCount: 0, Entries: [{ EventId: '1' }] });
    expect(await bus.put([EVENT])).toEqual([]);
    expect(eventBridge.call(0).args[0].input).toEqual({
      Entries: [
        {
          EventBusName: 'Courier-events',
          Source: 'token-courier',
          DetailType: 'code.sent',
          Time: new Date('2026-11-22T10:00:00.000Z'),
          Detail: '{"event_id":"a"}',
        },
      ],
    });
  });

  it('gives back what it did not take, of an answer that is a success', async () => {
    eventBridge.on(PutEventsCommand).resolves({
      FailedEntryCount: 1,
      Entries: [{ EventId: '1' }, { ErrorCode: 'ThrottlingException', ErrorMessage: 'Rate exceeded' }],
    });
    expect(await bus.put([EVENT, OTHER])).toEqual([OTHER]);
  });

  it("is asked once, and not waited for: a slow one must not occupy what people's requests need", async () => {
    const { config } = createEventBridgeClient();
    expect(await config.maxAttempts()).toBe(1);
    const handler = config.requestHandler as unknown as { readonly configProvider: Promise<object> };
    expect(await handler.configProvider).toMatchObject({
      requestTimeout: 1_500,
      throwOnRequestTimeout: true,
    });
  });

  it.each([
    ['is throttled', serviceError('ThrottlingException', 400)],
    ['is not allowed', serviceError('AccessDeniedException', 400)],
    ['is not reached', notReached('ECONNREFUSED')],
  ])('has taken nothing where it %s', async (_, error) => {
    eventBridge.on(PutEventsCommand).rejects(error);
    await expect(bus.put([EVENT])).rejects.toThrow(EventsNotPut);
  });
});
