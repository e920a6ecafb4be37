/** Events from a log line to a receiver outside: subscription, bus, rule, queue, poller, and what leaves the machine. */
import { once } from 'node:events';
import type { IncomingHttpHeaders } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import {
  GetQueueAttributesCommand,
  QueueDoesNotExist,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../../../test/support/eventually.ts';
import { functionResource } from '../fixtures/cdk-out.ts';
import { QUEUE_URL, queuePolicy, queueWithDeadLetters, rule } from '../fixtures/event-stack.ts';
import type { LocalEndpoint } from '../fixtures/local-endpoint.ts';
import { startLocalEndpoint } from '../fixtures/local-endpoint.ts';

const TELLER = "exports.handler = async (line) => { console.log(JSON.stringify(line)); return 'told'; };";
/** Puts what it is delivered, with nothing but Node; or fails, when a line says so. */
const FORWARDER = `
const { gunzipSync } = require('node:zlib');
let calls = 0;
exports.handler = async ({ awslogs }) => {
  calls += 1;
  const { logGroup, messageType, logEvents } = JSON.parse(gunzipSync(Buffer.from(awslogs.data, 'base64')));
  for (const { message } of logEvents) {
    const { event } = JSON.parse(message);
    if (event.fails > calls) throw new Error('not now');
    const Detail = JSON.stringify({ ...event, logGroup, messageType, calls });
    const Entries = [{ EventBusName: 'orders', Source: 'shop', DetailType: event.type, Detail }];
    await fetch(process.env.AWS_ENDPOINT_URL, {
      method: 'POST',
      headers: { 'x-amz-target': 'AWSEvents.PutEvents' },
      body: JSON.stringify({ Entries }),
    });
  }
};`;
/** Sends each message outside, and leaves what was not taken in the queue. */
const SENDER = `
const https = require('node:https');
const post = (body) => new Promise((resolve) => {
  const request = https.request('https://hooks.example.com/in?x=1', { method: 'POST', headers: { 'x-own': 'yes' } },
    (response) => { response.resume(); resolve(response.statusCode); });
  request.on('error', () => resolve(500));
  setTimeout(() => request.destroy(), 400).unref();
  request.end(body);
});
exports.handler = async ({ Records }) => {
  const statuses = await Promise.all(Records.map(({ body }) => post(body)));
  const failed = Records.filter((_, i) => statuses[i] >= 300);
  return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
};`;

const arnOf = (resource: string) => ({ 'Fn::GetAtt': [resource, 'Arn'] });
const RESOURCES = {
  Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'orders' } },
  ...queueWithDeadLetters({ VisibilityTimeout: 1 }),
  Policy: queuePolicy(),
  Rule: rule({ source: ['shop'], 'detail-type': ['order.paid'] }),
  Logs: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: 'teller-logs' } },
  Teller: functionResource('teller', { LoggingConfig: { LogGroup: { Ref: 'Logs' } } }),
  Forwarder: functionResource('forwarder', { DeadLetterConfig: { TargetArn: arnOf('Dead') } }),
  MayForward: {
    Type: 'AWS::Lambda::Permission',
    Properties: {
      Action: 'lambda:InvokeFunction',
      FunctionName: arnOf('Forwarder'),
      Principal: 'logs.amazonaws.com',
    },
  },
  Subscription: {
    Type: 'AWS::Logs::SubscriptionFilter',
    Properties: {
      LogGroupName: { Ref: 'Logs' },
      FilterPattern: '{ $.event.type = "*" }',
      DestinationArn: arnOf('Forwarder'),
    },
  },
  Sender: functionResource('sender'),
  Calls: {
    Type: 'AWS::Lambda::EventSourceMapping',
    Properties: {
      EventSourceArn: arnOf('Queue'),
      FunctionName: { Ref: 'Sender' },
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    },
  },
};
const BUNDLES = {
  teller: { 'index.js': TELLER },
  forwarder: { 'index.js': FORWARDER },
  sender: { 'index.js': SENDER },
};

let aws: LocalEndpoint;
beforeAll(async () => {
  aws = await startLocalEndpoint(RESOURCES, BUNDLES);
});
afterAll(() => aws?.close());
afterEach(() => {
  aws.events.clear();
  aws.attempts.clear();
  aws.faults.clear();
});

const tell = (line: object) =>
  fetch(`${aws.url}/2015-03-31/functions/teller/invocations`, {
    method: 'POST',
    body: JSON.stringify(line),
  });
const attempts = () => aws.attempts.list().map(({ outcome, body }) => [outcome, JSON.parse(body).detail.id]);

describe('a line that a subscription matches', () => {
  it('is delivered to its function, and comes by bus, rule and queue to the host outside', async () => {
    await tell({ event: { type: 'order.paid', id: 1 } });
    expect(await eventually(() => aws.attempts.list().length === 1)).toBe(true);
    expect(aws.events.list()).toMatchObject([
      {
        'detail-type': 'order.paid',
        detail: { id: 1, logGroup: 'teller-logs', messageType: 'DATA_MESSAGE' },
        rules: [expect.any(String)],
      },
    ]);
    const [attempt] = aws.attempts.list();
    expect(attempt).toMatchObject({
      function: 'sender',
      method: 'POST',
      url: 'https://hooks.example.com/in?x=1',
      headers: { 'x-own': 'yes' },
      outcome: 204,
    });
    expect(Object.keys(attempt?.headers ?? {}).filter((name) => name.startsWith('x-local'))).toEqual([]);
    expect(JSON.parse(attempt?.body ?? '')).toMatchObject({
      version: '0',
      source: 'shop',
      detail: { id: 1 },
    });
  });

  it('is one that has the member, and no other', async () => {
    await tell({ message: 'no event', event: {} });
    await tell({ event: { type: 'order.lost', id: 2 } });
    expect(await eventually(() => aws.events.list().length > 0)).toBe(true);
    expect(aws.events.list()).toMatchObject([{ 'detail-type': 'order.lost', rules: [] }]);
  });

  it('comes again while its function fails, and then goes to the dead-letter queue', async () => {
    await tell({ event: { type: 'order.lost', id: 3, fails: 1_000 } });
    const sqs = new SQSClient({ ...aws.client, useQueueUrlAsEndpoint: false });
    const deadLetters = QUEUE_URL.replace('work', 'dead');
    const inQueue = async () => {
      const { Attributes } = await sqs.send(
        new GetQueueAttributesCommand({
          QueueUrl: deadLetters,
          AttributeNames: ['ApproximateNumberOfMessages'],
        }),
      );
      return Attributes?.ApproximateNumberOfMessages;
    };
    expect(await eventually(async () => (await inQueue()) === '1')).toBe(true);
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl: deadLetters }));
    expect(JSON.parse(Messages[0]?.Body ?? '')).toEqual({ awslogs: { data: expect.any(String) } });
    const missing = sqs.send(new ReceiveMessageCommand({ QueueUrl: `${QUEUE_URL}x` }));
    await expect(missing).rejects.toThrow(QueueDoesNotExist);
  });
});

describe('a host outside', () => {
  it('is asked again for what it did not take', async () => {
    aws.faults.add({ service: 'outside', error: 'Status503', times: 1 });
    await tell({ event: { type: 'order.paid', id: 4 } });
    expect(await eventually(() => aws.attempts.list().length === 2)).toBe(true);
    expect(attempts()).toEqual([
      [204, 4],
      [503, 4],
    ]);
  });

  it('cannot be reached while a fault cuts the connection', async () => {
    aws.faults.add({ service: 'outside', error: 'Unreachable', times: 1 });
    await tell({ event: { type: 'order.paid', id: 6 } });
    expect(await eventually(() => aws.attempts.list().length === 2)).toBe(true);
    expect(attempts()).toEqual([
      [204, 6],
      ['unreachable', 6],
    ]);
  });

  it('has no answer when the function stops waiting for it', async () => {
    aws.faults.add({ service: 'outside', delay_ms: 700, times: 1 });
    await tell({ event: { type: 'order.paid', id: 7 } });
    expect(await eventually(() => aws.attempts.list().length === 2)).toBe(true);
    expect(attempts()).toEqual([
      [204, 7],
      ['no answer in time', 7],
    ]);
  });

  it('is in truth a receiver on this machine, where one is named', async () => {
    const received: { headers: IncomingHttpHeaders; url: string | undefined }[] = [];
    const receiver = createServer((request, response) => {
      received.push({ headers: request.headers, url: request.url });
      request.resume();
      response.writeHead(202).end();
    }).listen(0, '127.0.0.1');
    await once(receiver, 'listening');
    const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hooks`;
    const other = await startLocalEndpoint(RESOURCES, BUNDLES, { receiver: url });
    try {
      await new EventBridgeClient(other.client).send(
        new PutEventsCommand({
          Entries: [{ EventBusName: 'orders', Source: 'shop', DetailType: 'order.paid', Detail: '{"id":5}' }],
        }),
      );
      expect(await eventually(() => other.attempts.list().length === 1)).toBe(true);
      expect(other.attempts.list()).toMatchObject([{ outcome: 202, receiver: url }]);
      expect(received).toMatchObject([{ url: '/hooks', headers: { 'x-own': 'yes' } }]);
    } finally {
      await other.close();
      receiver.closeAllConnections();
      receiver.close();
    }
  });
});

describe('a stack that AWS would refuse', () => {
  it.each([
    [
      'lets nobody call the subscribed function',
      { MayForward: undefined },
      'Make sure you have given CloudWatch Logs permission',
    ],
    [
      'has a pattern that is not supported here',
      {
        Subscription: {
          ...RESOURCES.Subscription,
          Properties: { ...RESOURCES.Subscription.Properties, FilterPattern: '?ERROR' },
        },
      },
      'filter patterns of the form',
    ],
    [
      'polls what is no queue of it',
      {
        Calls: {
          ...RESOURCES.Calls,
          Properties: { ...RESOURCES.Calls.Properties, EventSourceArn: 'arn:aws:kinesis:x' },
        },
      },
      'polls queues of the stack only',
    ],
  ])('because it %s, is not started', async (_, changed, message) => {
    const resources = Object.fromEntries(
      Object.entries({ ...RESOURCES, ...changed }).filter(([, resource]) => resource !== undefined),
    );
    await expect(startLocalEndpoint(resources, BUNDLES)).rejects.toThrow(message);
  });
});
