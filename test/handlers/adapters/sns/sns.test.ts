import {
  ConfirmSubscriptionCommand,
  CreateTopicCommand,
  DeleteTopicCommand,
  InvalidParameterException,
  ListSubscriptionsByTopicCommand,
  NotFoundException,
  PublishCommand,
  SNSClient,
  SubscribeCommand,
} from '@aws-sdk/client-sns';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { emailConfirmations } from '../../../../handlers/adapters/email-enrolments.ts';
import {
  snsEmailConfirmations,
  snsEmailEnrolment,
  snsEmailLinks,
  snsEmailRemoval,
  snsEmailSender,
} from '../../../../handlers/adapters/sns/email-transport.ts';
import { snsSmsSender } from '../../../../handlers/adapters/sns/sms-sender.ts';
import { DeliveryRefused, DeliveryUnavailable } from '../../../../handlers/domain/errors.ts';
import { notReached, serviceError } from '../service-errors.ts';

const TOPIC = 'arn:aws:sns:eu-west-1:000000000000:token-courier-1';
const MESSAGE = {
  ...{ subject: 'Тема', asciiSubject: 'Subject', locale: 'ru' },
  ...{ text: 'Text', html: '<p>Text</p>' },
};
const sns = mockClient(SNSClient);
const client = new SNSClient({ region: 'eu-west-1' });
const subscribed = (...SubscriptionArns: string[]) =>
  sns.on(ListSubscriptionsByTopicCommand).resolves({
    Subscriptions: SubscriptionArns.map((SubscriptionArn) => ({ SubscriptionArn })),
  });
const PLAIN = { senderId: '', originationNumber: '', entityId: '', templateId: '', maxPriceUsd: '' };
const inputs = () => sns.calls().map((call) => call.args[0].input);

beforeEach(() => {
  sns.on(PublishCommand).resolves({ MessageId: 'm' });
});
afterEach(() => {
  sns.reset();
});

describe('texting', () => {
  it('publishes a transactional message to the number', async () => {
    const sent = await snsSmsSender(client, PLAIN).send('+919876543210', 'Hello');
    expect(sent).toEqual({ messageId: 'm' });
    expect(inputs()).toEqual([
      {
        PhoneNumber: '+919876543210',
        Message: 'Hello',
        MessageAttributes: { 'AWS.SNS.SMS.SMSType': { DataType: 'String', StringValue: 'Transactional' } },
      },
    ]);
  });

  it('names the sender, the registrations and the price limit when they are configured', async () => {
    const settings = {
      senderId: 'ACME',
      originationNumber: '+12065550101',
      entityId: '1701165718168578728',
      templateId: '1707166375278247471',
      maxPriceUsd: '0.05',
    };
    await snsSmsSender(client, settings).send('+919876543210', 'Hello');
    expect(inputs()[0]).toMatchObject({
      MessageAttributes: {
        'AWS.SNS.SMS.SenderID': { DataType: 'String', StringValue: 'ACME' },
        'AWS.MM.SMS.OriginationNumber': { DataType: 'String', StringValue: '+12065550101' },
        'AWS.MM.SMS.EntityId': { DataType: 'String', StringValue: '1701165718168578728' },
        'AWS.MM.SMS.TemplateId': { DataType: 'String', StringValue: '1707166375278247471' },
        'AWS.SNS.SMS.MaxPrice': { DataType: 'Number', StringValue: '0.05' },
      },
    });
  });

  it.each([
    ['ThrottledException', 400, DeliveryUnavailable],
    ['InternalErrorException', 500, DeliveryUnavailable],
    ['KMSThrottlingException', 400, DeliveryUnavailable],
    ['ServiceUnavailable', 503, DeliveryUnavailable],
    ['InvalidParameterException', 400, DeliveryRefused],
    ['AuthorizationErrorException', 403, DeliveryRefused],
    ['OptedOutException', 400, DeliveryRefused],
  ])('turns %s (%i) into a domain error that does not repeat the number', async (name, status, kind) => {
    sns.on(PublishCommand).rejects(serviceError(name, status, 'Invalid parameter: +919876543210'));
    const sending = snsSmsSender(client, PLAIN).send('+919876543210', 'x');
    await expect(sending).rejects.toThrow(kind);
    await expect(sending).rejects.not.toThrow(/9876543210/);
  });

  it.each([
    ['a service error', serviceError('InternalErrorException', 500), true],
    ['an unavailable service', serviceError('ServiceUnavailable', 503), true],
    ['a throttle', serviceError('ThrottledException', 429), false],
    ['a throttle with another status', serviceError('Throttling', 503), false],
    ['a refused connection', notReached('ECONNREFUSED'), false],
    ['a host name that was not found', notReached('ENOTFOUND'), false],
    ['a connection that timed out', Object.assign(new Error(), { name: 'TimeoutError' }), false],
    [
      'a connection that the kernel timed out',
      Object.assign(notReached('ETIMEDOUT'), { syscall: 'connect' }),
      false,
    ],
    ['a connection that broke', notReached('ECONNRESET'), true],
    [
      'a connection that broke while reading',
      Object.assign(notReached('ECONNRESET'), { syscall: 'read' }),
      true,
    ],
    ['no answer in time', Object.assign(notReached('ETIMEDOUT'), { name: 'TimeoutError' }), true],
    ["the service's own timeout", serviceError('RequestTimeout', 408), true],
  ])('after %s knows whether the text may be out', async (_, error, isOutcomeUnknown) => {
    sns.on(PublishCommand).rejects(error);
    const sending = snsSmsSender(client, PLAIN).send('+919876543210', 'x');
    await expect(sending).rejects.toMatchObject({ name: 'DeliveryUnavailable', isOutcomeUnknown });
  });

  it('treats a refused connection as transient, and rethrows our own errors', async () => {
    const send = () => snsSmsSender(client, PLAIN).send('+919876543210', 'x');
    sns.on(PublishCommand).rejects(notReached('ECONNREFUSED'));
    await expect(send()).rejects.toThrow(DeliveryUnavailable);
    sns.on(PublishCommand).rejects(new TypeError('ours'));
    await expect(send()).rejects.toThrow(TypeError);
  });
});

describe('emailing', () => {
  it("publishes to the person's topic, without a check first", async () => {
    expect(await snsEmailSender(client).send(TOPIC, MESSAGE)).toEqual({ messageId: 'm' });
    expect(inputs()).toEqual([{ TopicArn: TOPIC, Subject: 'Subject', Message: 'Text' }]);
  });

  it('refuses a topic that is gone', async () => {
    sns.on(PublishCommand).rejects(serviceError('NotFoundException', 404));
    await expect(snsEmailSender(client).send(TOPIC, MESSAGE)).rejects.toThrow(DeliveryRefused);
  });

  it.each([
    [`Your Çafé\r\ncode ${'x'.repeat(200)}`, /^Your af ?code x{1,90}$/],
    ['Код для Acme', /^Acme$/],
    ['認証コード', undefined],
  ])('has of the subject %j what SNS takes: 100 ASCII characters on one line', async (asciiSubject, sent) => {
    await snsEmailSender(client).send(TOPIC, { ...MESSAGE, asciiSubject });
    const [{ Subject } = { Subject: '' }] = inputs() as { Subject?: string }[];
    expect(Subject).toEqual(sent === undefined ? undefined : expect.stringMatching(sent));
    expect(Subject ?? 'x').toMatch(/^[!-~][ -~]{0,99}$/);
  });
});

describe('confirming by the token of a link', () => {
  const confirm = () => snsEmailLinks(client).confirmByLink(TOPIC, 'a-token');

  it('is a signed call, after which no link ends the subscription', async () => {
    sns.on(ConfirmSubscriptionCommand).resolves({ SubscriptionArn: `${TOPIC}:1` });
    expect(await confirm()).toBe(true);
    expect(inputs()).toEqual([{ TopicArn: TOPIC, Token: 'a-token', AuthenticateOnUnsubscribe: 'true' }]);
  });

  it('fails for a token that is wrong or of old, and for a topic that is gone', async () => {
    const $metadata = {};
    for (const error of [
      new InvalidParameterException({ message: 'Invalid token', $metadata }),
      new NotFoundException({ message: '', $metadata }),
    ]) {
      sns.on(ConfirmSubscriptionCommand).rejects(error);
      expect(await confirm()).toBe(false);
    }
  });

  it('is a fault when there is no telling', async () => {
    sns.on(ConfirmSubscriptionCommand).rejects(serviceError('InternalErrorException', 500));
    await expect(confirm()).rejects.toThrow(DeliveryUnavailable);
  });
});

describe('checking a confirmation', () => {
  it.each([[[]], [['PendingConfirmation']], [['Deleted']]])('is false for subscriptions %j', async (arns) => {
    subscribed(...arns);
    expect(await snsEmailConfirmations(client).isConfirmed(TOPIC)).toBe(false);
  });

  it('is true for a real subscription, and false for a topic that is gone', async () => {
    sns.on(ListSubscriptionsByTopicCommand).rejects(serviceError('NotFoundException', 404));
    expect(await snsEmailConfirmations(client).isConfirmed(TOPIC)).toBe(false);
    subscribed(`${TOPIC}:1`);
    expect(await snsEmailConfirmations(client).isConfirmed(TOPIC)).toBe(true);
  });

  it('asks about topics alone, whatever sends emails: SES needs no subscription', async () => {
    sns.on(ListSubscriptionsByTopicCommand).resolves({ Subscriptions: [] });
    const { isConfirmed } = emailConfirmations((made) => made);
    expect(await isConfirmed('ses:1')).toBeUndefined();
    expect(sns.calls()).toEqual([]);
    expect(await isConfirmed(TOPIC)).toBe(false);
  });

  it('fails when SNS cannot tell', async () => {
    sns.on(ListSubscriptionsByTopicCommand).rejects(serviceError('InternalErrorException', 500));
    await expect(snsEmailConfirmations(client).isConfirmed(TOPIC)).rejects.toThrow(DeliveryUnavailable);
  });
});

describe('enrolling an address', () => {
  const enrolment = snsEmailEnrolment(client, {
    prefix: 'courier-',
    keyId: 'key',
    displayName: 'A'.repeat(120),
  });
  const SUBSCRIBED = {
    ...{ TopicArn: TOPIC, Protocol: 'email', Endpoint: 'p@example.com' },
    ReturnSubscriptionArn: true,
  };

  beforeEach(() => {
    sns.on(CreateTopicCommand).resolves({ TopicArn: TOPIC });
    sns.on(SubscribeCommand).resolves({ SubscriptionArn: `${TOPIC}:1` });
    sns.on(DeleteTopicCommand).resolves({});
  });

  it('makes an encrypted topic for the address, under an unguessable name', async () => {
    expect(await enrolment.makeHandle()).toBe(TOPIC);
    expect(inputs()).toEqual([
      {
        Name: expect.stringMatching(/^courier-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
        Attributes: { DisplayName: 'A'.repeat(100), KmsMasterKeyId: 'key' },
      },
    ]);
  });

  it('subscribes the address to it, which sends the link, and for one that waits once more', async () => {
    await enrolment.enrol(TOPIC, 'p@example.com');
    expect(inputs()).toEqual([SUBSCRIBED]);
  });

  it.each([
    ['was refused', serviceError('InvalidParameterException', 400), new DeliveryRefused()],
    ['was throttled', serviceError('ThrottledException', 429), new DeliveryUnavailable()],
    [
      'may have been done',
      serviceError('InternalErrorException', 500),
      new DeliveryUnavailable({ isOutcomeUnknown: true }),
    ],
  ])('says when that %s, and keeps the topic', async (_, fault, error) => {
    sns.on(SubscribeCommand).rejects(fault);
    const enrolled = enrolment.enrol(TOPIC, 'p@example.com');
    await expect(enrolled).rejects.toMatchObject({ ...error, cause: expect.anything() });
    expect(inputs()).toEqual([SUBSCRIBED]);
  });

  it('is undone by deleting its topic, already gone or not', async () => {
    const { forget } = snsEmailRemoval(client);
    sns.on(DeleteTopicCommand).rejects(serviceError('NotFoundException', 404));
    await forget(TOPIC);
    expect(inputs()).toEqual([{ TopicArn: TOPIC }]);
    sns.on(DeleteTopicCommand).rejects(serviceError('ThrottledException', 429));
    await expect(forget(TOPIC)).rejects.toThrow(DeliveryUnavailable);
  });
});
