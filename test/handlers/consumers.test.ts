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
import type { SendMessageCommandInput } from '@aws-sdk/client-sqs';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
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
/** The secret of this one was never read, so none is remembered. */
const UNSIGNED = 'https://hooks.example.com/unsigned';
const DEAD_LETTERS_URL = `${QUEUE_URL}-dead`;
const SECRET = 'aB3'.repeat(21).concat('x');
Object.assign(process.env, ENVIRONMENT, {
  EVENT_BUS_NAME: 'Courier-events',
  WEBHOOKS: JSON.stringify([RECEIVER, UNSIGNED].map((url) => ({ url, events: ['code.sent'] }))),
  WEBHOOK_PLACES: JSON.stringify({
    [webhookName(RECEIVER)]: {
      queueUrl: QUEUE_URL,
      deadLettersUrl: DEAD_LETTERS_URL,
      secretId: 'hook-secret',
    },
    [webhookName(UNSIGNED)]: {
      queueUrl: `${QUEUE_URL}-unsigned`,
      deadLettersUrl: `${QUEUE_URL}-unsigned-dead`,
      secretId: 'unsigned-secret',
    },
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
/** What it asks us to wait. */
let asked: string | undefined;

jest.spyOn(https, 'request').mockImplementation(((
  url: string,
  { headers }: { headers: Record<string, string> },
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
          : request.emit(
              'response',
              Object.assign(new EventEmitter(), {
                statusCode: answer,
                headers: asked === undefined ? {} : { 'retry-after': asked },
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
  asked = undefined;
  secrets.on(GetSecretValueCommand, { VersionStage: 'AWSCURRENT' }).resolves({ SecretString: SECRET });
  secrets
    .on(GetSecretValueCommand, { VersionStage: 'AWSPREVIOUS' })
    .rejects(new ResourceNotFoundException({ message: '', $metadata: {} }));
  sqs.on(SendMessageCommand).resolves({});
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
  const HOUR_MS = 3_600_000;
  interface Given {
    readonly id: string;
    readonly body?: string;
    readonly queue?: string;
    readonly sentMs?: number;
    readonly carried?: {
      readonly failed_tries: number;
      readonly first_sent_ms: number;
      readonly due_ms: number;
    };
  }
  const batch = (...messages: readonly Given[]) =>
    ({
      Records: messages.map(
        ({ id, body = JSON.stringify(event), queue = QUEUE, sentMs = Date.now(), carried = {} }) => ({
          messageId: id,
          receiptHandle: `receipt of ${id}`,
          body,
          attributes: { ApproximateReceiveCount: '1', SentTimestamp: String(sentMs) },
          messageAttributes: Object.fromEntries(
            Object.entries(carried).map(([name, value]) => [
              name,
              { stringValue: String(value), dataType: 'Number', stringListValues: [], binaryListValues: [] },
            ]),
          ),
          eventSourceARN: `arn:aws:sqs:eu-west-1:000000000000:${queue}`,
        }),
      ),
    }) as unknown as SQSEvent;
  const sentOn = () => sqs.commandCalls(SendMessageCommand).map(({ args }) => args[0].input);
  const carriedBy = ({ MessageAttributes = {} }: SendMessageCommandInput) =>
    Object.fromEntries(
      Object.entries(MessageAttributes).map(([name, { StringValue }]) => [name, Number(StringValue)]),
    );

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
    expect(sentOn()).toEqual([]);
  });

  it('sends what was not taken to the queue again, delayed until its next try, and nothing else', async () => {
    answers = [503, 204, 'broken'];
    const firstMs = Date.now() - 60_000;
    const before = Date.now();
    const again = { failed_tries: 1, first_sent_ms: firstMs, due_ms: before };
    const left = await send(
      batch({ id: 'one', carried: again }, { id: 'two' }, { id: 'three', sentMs: firstMs }),
      CONTEXT,
    );
    expect(left).toEqual({ batchItemFailures: [] });
    expect(sentOn()).toHaveLength(2);
    const [first, third] = sentOn() as [SendMessageCommandInput, SendMessageCommandInput];
    expect(first).toMatchObject({ QueueUrl: QUEUE_URL, MessageBody: JSON.stringify(event) });
    expect(first.DelaySeconds).toBeGreaterThanOrEqual(300);
    expect(first.DelaySeconds).toBeLessThanOrEqual(360);
    expect(carriedBy(first)).toMatchObject({ failed_tries: 2, first_sent_ms: firstMs });
    expect(carriedBy(first).due_ms).toBeGreaterThanOrEqual(before + 300_000);
    expect(third.DelaySeconds).toBeGreaterThanOrEqual(5);
    expect(carriedBy(third)).toMatchObject({ failed_tries: 1, first_sent_ms: firstMs });
    const written = log.stop();
    expect(written).toContain('"WebhooksFailed":1');
    expect(written).toContain('"reason":"overloaded"');
    expect(written).toContain('"reason":"unreachable"');
    expect(written).toContain(`"webhook":"${webhookName(RECEIVER)}"`);
    expect(written).toContain(detail.event_id);
  });

  it('puts off what is not due by 15 minutes at most, as it is, and calls nobody', async () => {
    const carried = {
      failed_tries: 5,
      first_sent_ms: Date.now() - HOUR_MS,
      due_ms: Date.now() + 10 * HOUR_MS,
    };
    expect(await send(batch({ id: 'one', carried }), CONTEXT)).toEqual({ batchItemFailures: [] });
    expect(posted).toEqual([]);
    const [again] = sentOn() as [SendMessageCommandInput];
    expect(again).toMatchObject({ QueueUrl: QUEUE_URL, DelaySeconds: 900 });
    expect(carriedBy(again)).toEqual(carried);
    expect(log.stop()).not.toContain('WebhooksFailed');
  });

  it('gives an event to the dead-letter queue after its tenth try, to begin anew when it is moved back', async () => {
    answers = [500];
    const carried = { failed_tries: 9, first_sent_ms: Date.now() - 50 * HOUR_MS, due_ms: Date.now() };
    expect(await send(batch({ id: 'one', carried }), CONTEXT)).toEqual({ batchItemFailures: [] });
    expect(posted).toHaveLength(1);
    expect(sentOn()).toEqual([{ QueueUrl: DEAD_LETTERS_URL, MessageBody: JSON.stringify(event) }]);
    expect(log.stop()).toContain('an event is in the dead-letter queue');
  });

  it('gives an event to the dead-letter queue that waited for three days, and calls nobody', async () => {
    const sentMs = Date.now() - 73 * HOUR_MS;
    expect(await send(batch({ id: 'one', sentMs }), CONTEXT)).toEqual({ batchItemFailures: [] });
    expect(posted).toEqual([]);
    expect(sentOn()).toEqual([{ QueueUrl: DEAD_LETTERS_URL, MessageBody: JSON.stringify(event) }]);
    const written = log.stop();
    expect(written).toContain('"reason":"too_old"');
    expect(written).toContain(detail.event_id);
  });

  it('lets no receiver keep an event for longer than that by asking for time', async () => {
    answers = [503];
    asked = '43000';
    const carried = { failed_tries: 4, first_sent_ms: Date.now() - 61 * HOUR_MS, due_ms: Date.now() };
    await send(batch({ id: 'one', carried }), CONTEXT);
    expect(sentOn()).toMatchObject([{ QueueUrl: DEAD_LETTERS_URL }]);
    sqs.resetHistory();
    await send(batch({ id: 'one', carried: { ...carried, first_sent_ms: Date.now() - HOUR_MS } }), CONTEXT);
    expect(sentOn()).toMatchObject([{ QueueUrl: QUEUE_URL, DelaySeconds: 900 }]);
  });

  it('counts that it cannot sign, and tries again later', async () => {
    secrets.on(GetSecretValueCommand).rejects(serviceError('InternalServiceError', 500, 'what it said'));
    const queue = `${QUEUE}-unsigned`;
    expect(await send(batch({ id: 'one', queue }), CONTEXT)).toEqual({ batchItemFailures: [] });
    expect(posted).toEqual([]);
    expect(sentOn()).toMatchObject([{ QueueUrl: `${QUEUE_URL}-unsigned` }]);
    expect(carriedBy(sentOn()[0] as SendMessageCommandInput)).toMatchObject({ failed_tries: 1 });
    const written = log.stop();
    expect(written).toContain('"WebhooksFailed":1');
    expect(written).toContain('"reason":"unsigned"');
    expect(written).toContain('SecretUnavailable');
    expect(written).not.toContain('what it said');
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
    expect(sentOn()).toEqual([]);
    expect(log.stop()).toContain('"reason":"gone"');
  });

  it('leaves the message in the queue where it cannot be sent again: SQS gives it out once more', async () => {
    answers = [500];
    sqs.on(SendMessageCommand).rejects(serviceError('InternalError', 500));
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
