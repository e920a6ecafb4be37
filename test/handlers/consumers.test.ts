/** The functions that log lines and queues call, on mocked AWS clients and a receiver that is never on the network. */

import { EventEmitter } from 'node:events';
import https from 'node:https';
import { gzipSync } from 'node:zlib';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import {
  GetSecretValueCommand,
  ResourceNotFoundException,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { ChangeMessageVisibilityCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { SQSEvent } from 'aws-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import { Webhook } from 'standardwebhooks';
import { webhookName } from '../../handlers/contract/webhooks.ts';
import { serviceError } from './adapters/service-errors.ts';
import { ENVIRONMENT } from './an-environment.ts';
import { CONTEXT, captureLog } from './invoke.ts';

const URL_PATH = 'a-path-that-may-be-secret';
const RECEIVER = `https://hooks.example.com/${URL_PATH}`;
const QUEUE = 'Courier-hook';
const QUEUE_URL = `https://sqs.eu-west-1.amazonaws.com/000000000000/${QUEUE}`;
const SECRET = 'aB3'.repeat(21).concat('x');
Object.assign(process.env, ENVIRONMENT, {
  EVENT_BUS_NAME: 'Courier-events',
  WEBHOOKS: JSON.stringify([{ url: RECEIVER, events: ['code.sent'] }]),
  WEBHOOK_PLACES: JSON.stringify({
    [webhookName(RECEIVER)]: { queueUrl: QUEUE_URL, secretId: 'hook-secret' },
  }),
});

interface Posted {
  readonly url: string;
  readonly headers: Record<string, string>;
  body: string;
}
const posted: Posted[] = [];
/** Answers in their order, the last one for all that follow. */
let answers: readonly (number | 'broken')[] = [204];

jest.spyOn(https, 'request').mockImplementation(((
  url: string,
  { headers }: { headers: Record<string, string> },
  onResponse: (response: unknown) => void,
) => {
  const answer = answers[Math.min(posted.length, answers.length - 1)] ?? 204;
  const sent: Posted = { url, headers, body: '' };
  posted.push(sent);
  const request = new EventEmitter();
  return Object.assign(request, {
    end(body: string) {
      sent.body = body;
      setImmediate(() =>
        answer === 'broken'
          ? request.emit('error', new Error(`connect to ${url}`))
          : onResponse(
              Object.assign(new EventEmitter(), {
                statusCode: answer,
                headers: {},
                destroy: () => undefined,
              }),
            ),
      );
    },
  });
}) as never);

const { handler: forward } = await import('../../handlers/consumers/forward-events.ts');
const { handler: send } = await import('../../handlers/consumers/send-webhook.ts');

const eventBridge = mockClient(EventBridgeClient);
const secrets = mockClient(SecretsManagerClient);
const sqs = mockClient(SQSClient);

let log: ReturnType<typeof captureLog>;
beforeEach(() => {
  log = captureLog();
  posted.length = 0;
  answers = [204];
  secrets.on(GetSecretValueCommand, { VersionStage: 'AWSCURRENT' }).resolves({ SecretString: SECRET });
  secrets
    .on(GetSecretValueCommand, { VersionStage: 'AWSPREVIOUS' })
    .rejects(new ResourceNotFoundException({ message: '', $metadata: {} }));
  sqs.on(ChangeMessageVisibilityCommand).resolves({});
});
afterEach(() => {
  log.stop();
  eventBridge.reset();
  secrets.reset();
  sqs.reset();
});

describe('forwarding events', () => {
  const delivered = (...events: object[]) => {
    const message = (event: object) => JSON.stringify({ _aws: { Timestamp: 1_795_341_600_000 }, event });
    const logEvents = events.map((event) => ({ id: '1', timestamp: 1, message: message(event) }));
    const batch = { messageType: 'DATA_MESSAGE', logEvents };
    return { awslogs: { data: gzipSync(JSON.stringify(batch)).toString('base64') } };
  };
  const EVENT = { type: 'code.sent', data: { event_id: 'a' } };

  it('puts the events of the lines on the bus', async () => {
    eventBridge.on(PutEventsCommand).resolves({ Entries: [{ EventId: '1' }] });
    await forward(delivered(EVENT), CONTEXT);
    expect(eventBridge.call(0).args[0].input).toMatchObject({
      Entries: [{ EventBusName: 'Courier-events', DetailType: 'code.sent', Detail: '{"event_id":"a"}' }],
    });
    expect(log.stop()).toContain('"outcome":"put"');
  });

  it('fails and is counted when EventBridge takes nothing, so that Lambda calls it again', async () => {
    eventBridge.on(PutEventsCommand).rejects(serviceError('InternalException', 500, 'what it said'));
    const failure = await forward(delivered(EVENT), CONTEXT).catch((error: unknown) => error);
    expect(failure).toMatchObject({ name: 'EventsNotPut' });
    expect(failure).not.toHaveProperty('cause');
    const written = log.stop();
    expect(written).toContain('"EventsNotPut":1');
    expect(written).toContain('InternalException');
    expect(written).not.toContain('what it said');
    expect(written).not.toContain('StepsFailed');
  });
});

describe('sending webhooks', () => {
  const detail = { event_id: '0b6a1c2e-5f0e-4d4b-9a51-6d0d6a3f1e77', purpose: 'login' };
  const event = { 'detail-type': 'code.sent', time: '2026-11-22T10:00:00Z', detail };
  const batch = (...messages: { id: string; tries?: number; body?: string; queue?: string }[]) =>
    ({
      Records: messages.map(({ id, tries = 1, body = JSON.stringify(event), queue = QUEUE }) => ({
        messageId: id,
        receiptHandle: `receipt of ${id}`,
        body,
        attributes: { ApproximateReceiveCount: String(tries) },
        eventSourceARN: `arn:aws:sqs:eu-west-1:000000000000:${queue}`,
      })),
    }) as unknown as SQSEvent;
  const waits = () => sqs.commandCalls(ChangeMessageVisibilityCommand).map(({ args }) => args[0].input);

  it('posts an event so that the official library takes it, and is done with it', async () => {
    expect(await send(batch({ id: 'one' }), CONTEXT)).toEqual({ batchItemFailures: [] });
    expect(posted).toHaveLength(1);
    const [{ url, headers, body }] = posted as [Posted];
    expect(url).toBe(RECEIVER);
    expect(new Webhook(`whsec_${SECRET}`).verify(body, headers)).toEqual({
      type: 'code.sent',
      timestamp: '2026-11-22T10:00:00Z',
      data: detail,
    });
    expect(log.stop()).toContain('"WebhooksSent":1');
    expect(waits()).toEqual([]);
  });

  it('leaves what was not taken in the queue, hidden until its next try, and nothing else', async () => {
    answers = [503, 204, 'broken'];
    const { batchItemFailures } = await send(
      batch({ id: 'one', tries: 2 }, { id: 'two' }, { id: 'three' }),
      CONTEXT,
    );
    expect(batchItemFailures).toEqual([{ itemIdentifier: 'one' }, { itemIdentifier: 'three' }]);
    const [first, third] = waits();
    expect(first).toMatchObject({ QueueUrl: QUEUE_URL, ReceiptHandle: 'receipt of one' });
    expect(first?.VisibilityTimeout).toBeGreaterThanOrEqual(300);
    expect(first?.VisibilityTimeout).toBeLessThanOrEqual(360);
    expect(third?.VisibilityTimeout).toBeGreaterThanOrEqual(5);
    const written = log.stop();
    expect(written).toContain('"WebhooksFailed":1');
    expect(written).toContain('"reason":"overloaded"');
    expect(written).toContain('"reason":"unreachable"');
    expect(written).toContain(`"webhook":"${webhookName(RECEIVER)}"`);
    expect(written).toContain(detail.event_id);
  });

  it('tells a log neither the path of the receiver nor a secret', async () => {
    answers = ['broken'];
    await send(batch({ id: 'one' }), CONTEXT);
    const written = log.stop();
    expect(written).not.toContain(URL_PATH);
    expect(written).not.toContain(SECRET);
    expect(written).not.toContain('v1,');
  });

  it('sends nothing more to a receiver that is gone', async () => {
    answers = [410];
    expect(await send(batch({ id: 'one' }), CONTEXT)).toEqual({ batchItemFailures: [] });
    expect(waits()).toEqual([]);
    expect(log.stop()).toContain('"reason":"gone"');
  });

  it('leaves the message where its wait cannot be set: the queue has a wait of its own', async () => {
    answers = [500];
    sqs.on(ChangeMessageVisibilityCommand).rejects(serviceError('InternalError', 500));
    expect(await send(batch({ id: 'one' }), CONTEXT)).toEqual({
      batchItemFailures: [{ itemIdentifier: 'one' }],
    });
  });

  it.each([
    ['is not JSON', { id: 'one', body: 'text' }],
    ['is from a queue that is no webhook', { id: 'one', queue: 'another' }],
  ])('leaves a message that %s, and calls nobody', async (_, message) => {
    expect(await send(batch(message), CONTEXT)).toEqual({ batchItemFailures: [{ itemIdentifier: 'one' }] });
    expect(posted).toEqual([]);
  });
});
