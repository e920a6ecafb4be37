import {
  CheckIfPhoneNumberIsOptedOutCommand,
  ConfirmSubscriptionCommand,
  CreateTopicCommand,
  DeleteTopicCommand,
  GetSubscriptionAttributesCommand,
  GetTopicAttributesCommand,
  ListSubscriptionsByTopicCommand,
  OptInPhoneNumberCommand,
  PublishCommand,
  SNSClient,
  SubscribeCommand,
  UnsubscribeCommand,
} from '@aws-sdk/client-sns';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { LocalEndpoint } from '../../fixtures/local-endpoint.ts';
import { startLocalEndpoint } from '../../fixtures/local-endpoint.ts';

let aws: LocalEndpoint;
let sns: SNSClient;

beforeAll(async () => {
  aws = await startLocalEndpoint({
    Alarms: { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'alarms' } },
  });
  sns = new SNSClient(aws.client);
});
afterEach(() => {
  aws.messages.clear();
  aws.faults.clear();
});
afterAll(() => aws.close());

const ALARMS = 'arn:aws:sns:eu-central-1:000000000000:alarms';

async function subscribedTopic(Name: string) {
  const { TopicArn } = await sns.send(new CreateTopicCommand({ Name }));
  const subscribe = new SubscribeCommand({ TopicArn, Protocol: 'email', Endpoint: 'ada@example.org' });
  const { SubscriptionArn } = await sns.send(subscribe);
  return { TopicArn, SubscriptionArn, subscribe };
}

const confirmLink = (): string => /http:\S+/.exec(aws.messages.list()[0]?.body ?? '')?.[0] ?? '';

const smsWith = (name: string, DataType: string, StringValue: string) =>
  new PublishCommand({
    PhoneNumber: '+4915112345678',
    Message: 'Your code is 123456',
    MessageAttributes: { [name]: { DataType, StringValue } },
  });

describe('a subscription that a signed call confirmed', () => {
  const pasted = (TopicArn: string | undefined) =>
    new ConfirmSubscriptionCommand({
      TopicArn,
      Token: new URL(confirmLink()).searchParams.get('Token') ?? '',
      AuthenticateOnUnsubscribe: 'true',
    });
  const unsubscribeLink = (): string => /http:\S+/.exec(aws.messages.list()[0]?.body ?? '')?.[0] ?? '';

  it('is not ended by the link in an email, and is by a signed call', async () => {
    const { TopicArn } = await subscribedTopic('protected');
    const { SubscriptionArn } = await sns.send(pasted(TopicArn));
    await sns.send(new PublishCommand({ TopicArn, Message: 'first' }));
    expect((await fetch(unsubscribeLink())).status).toBe(403);
    await sns.send(new PublishCommand({ TopicArn, Message: 'second' }));
    expect(aws.messages.list()[0]?.body).toMatch(/^second/);
    const attributes = new GetSubscriptionAttributesCommand({ SubscriptionArn });
    expect((await sns.send(attributes)).Attributes).toMatchObject({ ConfirmationWasAuthenticated: 'true' });
    await sns.send(new UnsubscribeCommand({ SubscriptionArn }));
    await expect(sns.send(attributes)).rejects.toThrow('does not exist');
  });

  it('needs the signature: a link with the same parameter is refused', async () => {
    await subscribedTopic('unsigned');
    expect((await fetch(`${confirmLink()}&AuthenticateOnUnsubscribe=true`)).status).toBe(403);
  });

  it('stays as a link made it, where that came first', async () => {
    const { TopicArn } = await subscribedTopic('followed');
    const command = pasted(TopicArn);
    await fetch(confirmLink());
    await sns.send(command);
    await sns.send(new PublishCommand({ TopicArn, Message: 'first' }));
    expect((await fetch(unsubscribeLink())).status).toBe(200);
  });
});

describe('text messages', () => {
  it('arrive in the inbox', async () => {
    const { MessageId } = await sns.send(smsWith('AWS.SNS.SMS.SenderID', 'String', 'COURIER'));
    expect(MessageId).toMatch(/^[0-9a-f-]{36}$/);
    expect(aws.messages.list()).toEqual([
      expect.objectContaining({ channel: 'sms', to: '+4915112345678', body: 'Your code is 123456' }),
    ]);
  });

  it.each(['015112345678', '+1', '+12345678901234567', 'Ada'])(
    'are refused for the phone number %s',
    async (PhoneNumber) => {
      await expect(sns.send(new PublishCommand({ PhoneNumber, Message: 'x' }))).rejects.toMatchObject({
        name: 'InvalidParameterException',
        message: `Invalid parameter: PhoneNumber Reason: ${PhoneNumber} is not valid to publish to`,
      });
    },
  );

  it.each([
    ['AWS.SNS.SMS.SenderID', 'String', '12345'],
    ['AWS.SNS.SMS.SenderID', 'String', 'MoreThan11Xs'],
    ['AWS.SNS.SMS.MaxPrice', 'Number', 'cheap'],
    ['AWS.SNS.SMS.MaxPrice', 'String', '0.50'],
    ['AWS.SNS.SMS.SMSType', 'String', 'Urgent'],
    ['AWS.SNS.SMS.Colour', 'String', 'red'],
    ['AWS.MM.SMS.Colour', 'String', 'red'],
    ['AWS.MM.SMS.OriginationNumber', 'String', '1234'],
    ['AWS.MM.SMS.OriginationNumber', 'String', '+49 151'],
    ['AWS.MM.SMS.OriginationNumber', 'Number', '12345'],
    ['AWS.MM.SMS.EntityId', 'String', 'x'.repeat(51)],
    ['AWS.MM.SMS.TemplateId', 'String', ''],
  ])('are refused with attribute %s of type %s and value %s', async (name, type, value) => {
    await expect(sns.send(smsWith(name, type, value))).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
    expect(aws.messages.list()).toEqual([]);
  });

  it.each([
    ['AWS.MM.SMS.OriginationNumber', '+12065550101'],
    ['AWS.MM.SMS.OriginationNumber', '76543'],
    ['AWS.MM.SMS.EntityId', '1701165718168578728'],
    ['AWS.MM.SMS.TemplateId', '1707166375278247471'],
  ])('accept attribute %s with value %s', async (name, value) => {
    await sns.send(smsWith(name, 'String', value));
    expect(aws.messages.list()).toHaveLength(1);
  });

  it('keep markup, quotes and emoji unchanged', async () => {
    const Message = `<b>&amp;</b> "it's" \${x} 🔑 100%+1`;
    await sns.send(new PublishCommand({ PhoneNumber: '+4915112345678', Message }));
    expect(aws.messages.list()[0]?.body).toBe(Message);
  });
});

describe('an email subscription', () => {
  it('gets a confirmation link first, and published messages only after the link is followed', async () => {
    const { TopicArn, SubscriptionArn } = await subscribedTopic('confirm');
    expect(SubscriptionArn).toBe('pending confirmation');
    const link = confirmLink();
    await sns.send(new PublishCommand({ TopicArn, Subject: 'Hello', Message: 'too early' }));
    expect(aws.messages.list()).toHaveLength(1);

    const page = await fetch(link);
    expect([page.status, await page.text()]).toEqual([
      200,
      expect.stringContaining('Subscription confirmed'),
    ]);

    await sns.send(new PublishCommand({ TopicArn, Subject: 'Hello', Message: 'in time' }));
    expect(aws.messages.list()[0]).toMatchObject({
      channel: 'email',
      to: 'ada@example.org',
      subject: 'Hello',
    });
    expect(aws.messages.list()[0]?.body).toMatch(/^in time\n\n--\nIf you wish to stop receiving/);
  });

  it('is listed as pending until it is confirmed', async () => {
    const { TopicArn } = await subscribedTopic('listed');
    const list = async () =>
      (await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn }))).Subscriptions?.[0]?.SubscriptionArn;
    expect(await list()).toBe('PendingConfirmation');
    await fetch(confirmLink());
    expect(await list()).toMatch(/^arn:aws:sns:eu-central-1:000000000000:listed:[0-9a-f-]{36}$/);
  });

  it('gets another confirmation link when repeated, but not once confirmed', async () => {
    const { subscribe } = await subscribedTopic('again');
    await sns.send(subscribe);
    expect(aws.messages.list()).toHaveLength(2);
    await fetch(confirmLink());
    const { SubscriptionArn } = await sns.send(subscribe);
    expect(SubscriptionArn).toContain(':again:');
    expect(aws.messages.list()).toHaveLength(2);
  });

  it('cannot be confirmed with the token of another topic', async () => {
    await subscribedTopic('mine');
    const Token = new URL(confirmLink()).searchParams.get('Token') ?? '';
    await expect(sns.send(new ConfirmSubscriptionCommand({ TopicArn: ALARMS, Token }))).rejects.toMatchObject(
      {
        name: 'InvalidParameterException',
      },
    );
  });

  it('ends with Unsubscribe', async () => {
    const { TopicArn } = await subscribedTopic('ends');
    const { SubscriptionArn } = await sns.send(
      new ConfirmSubscriptionCommand({
        TopicArn,
        Token: new URL(confirmLink()).searchParams.get('Token') ?? '',
      }),
    );
    await sns.send(new UnsubscribeCommand({ SubscriptionArn }));
    await sns.send(new PublishCommand({ TopicArn, Message: 'gone' }));
    expect(aws.messages.list()).toHaveLength(1);
  });
});

describe('listing the subscriptions of a topic', () => {
  it('is throttled beyond 30 a second, whatever the topic', async () => {
    const unhurried = new SNSClient({ ...aws.client, maxAttempts: 1 });
    const list = () => unhurried.send(new ListSubscriptionsByTopicCommand({ TopicArn: ALARMS }));
    // Earlier tests have used some of this second's.
    await new Promise((resolve) => setTimeout(resolve, 1100));
    // Time stands still: a busy machine would take a second for fewer calls than the quota has.
    const clock = jest.spyOn(performance, 'now').mockReturnValue(performance.now());
    const answers = await Promise.allSettled(Array.from({ length: 40 }, list));
    clock.mockRestore();
    const refused = answers.filter(({ status }) => status === 'rejected');
    expect(refused).toHaveLength(10);
    expect(refused[0]).toMatchObject({ reason: { name: 'Throttling', message: 'Rate exceeded' } });
    // Other operations are not throttled.
    await unhurried.send(new GetTopicAttributesCommand({ TopicArn: ALARMS }));
  });
});

describe('topics', () => {
  it('of the stack exist from the start', async () => {
    const { Attributes } = await sns.send(new GetTopicAttributesCommand({ TopicArn: ALARMS }));
    expect(Attributes).toMatchObject({ TopicArn: ALARMS, SubscriptionsConfirmed: '0' });
  });

  it('are created once per name, and can be deleted repeatedly', async () => {
    const create = new CreateTopicCommand({ Name: 'once', Attributes: { DisplayName: 'Once' } });
    const { TopicArn } = await sns.send(create);
    expect((await sns.send(create)).TopicArn).toBe(TopicArn);
    await sns.send(new DeleteTopicCommand({ TopicArn }));
    await sns.send(new DeleteTopicCommand({ TopicArn }));
    await expect(sns.send(new PublishCommand({ TopicArn, Message: 'x' }))).rejects.toMatchObject({
      name: 'NotFoundException',
      $metadata: expect.objectContaining({ httpStatusCode: 404 }),
    });
  });

  it.each(['x'.repeat(101), 'two\nlines', 'Grüße'])('refuse the subject %j', async (Subject) => {
    await expect(
      sns.send(new PublishCommand({ TopicArn: ALARMS, Message: 'x', Subject })),
    ).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });
});

describe('faults', () => {
  it('make Publish fail with their error, and nothing is sent', async () => {
    aws.faults.add({ service: 'sns', operation: 'Publish', error: 'InternalError', times: 1 });
    const publish = new PublishCommand({ PhoneNumber: '+4915112345678', Message: 'x' });
    await expect(sns.send(publish)).rejects.toMatchObject({
      name: 'InternalErrorException',
      $metadata: expect.objectContaining({ httpStatusCode: 500 }),
    });
    expect(aws.messages.list()).toEqual([]);
    await sns.send(publish);
    expect(aws.messages.list()).toHaveLength(1);
  });
});

describe('a number whose owner answered STOP', () => {
  const phoneNumber = '+4915112345670';
  const isOptedOut = async () =>
    (await sns.send(new CheckIfPhoneNumberIsOptedOutCommand({ phoneNumber }))).isOptedOut;
  const text = () => sns.send(new PublishCommand({ PhoneNumber: phoneNumber, Message: 'Hello' }));

  it('is on the list, gets no text that is accepted, and can be opted in once', async () => {
    expect(await isOptedOut()).toBe(false);
    aws.faults.add({ service: 'carrier', error: 'OptedOut', times: 1 });
    await text();
    expect(await isOptedOut()).toBe(true);
    expect((await text()).MessageId).toMatch(/^[0-9a-f-]{36}$/);
    expect(aws.messages.list()).toEqual([]);
    const optIn = () => sns.send(new OptInPhoneNumberCommand({ phoneNumber }));
    await optIn();
    expect(await isOptedOut()).toBe(false);
    await text();
    expect(aws.messages.list()).toHaveLength(1);
    await expect(optIn()).rejects.toThrow('30 days');
  });

  it('is asked about in E.164', async () => {
    const command = new CheckIfPhoneNumberIsOptedOutCommand({ phoneNumber: '0151 123' });
    await expect(sns.send(command)).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });
});
