import { setTimeout as pause } from 'node:timers/promises';
import type { SendEmailCommandInput } from '@aws-sdk/client-sesv2';
import {
  CreateEmailIdentityCommand,
  DeleteSuppressedDestinationCommand,
  GetAccountCommand,
  GetSuppressedDestinationCommand,
  ListEmailIdentitiesCommand,
  PutAccountDetailsCommand,
  PutSuppressedDestinationCommand,
  SESv2Client,
  SendEmailCommand,
} from '@aws-sdk/client-sesv2';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../../../../test/support/eventually.ts';
import { functionResource } from '../../fixtures/cdk-out.ts';
import type { LocalEndpoint } from '../../fixtures/local-endpoint.ts';
import { startLocalEndpoint } from '../../fixtures/local-endpoint.ts';

const REGION = 'eu-central-1';
/** Writes down what it is told. */
const LISTENER = `exports.handler = async (event) => console.log(JSON.stringify(event));`;

let aws: LocalEndpoint;
let ses: SESv2Client;

beforeAll(async () => {
  const listener = functionResource('listener') as { readonly Properties: object };
  aws = await startLocalEndpoint(
    {
      Policy: {
        Type: 'AWS::IAM::Policy',
        Properties: {
          PolicyDocument: {
            Statement: [
              {
                Resource: ['acme.example', 'LOUD.Example', 'Codes@third.example'].map(
                  (identity) => `arn:aws:ses:${REGION}:000000000000:identity/${identity}`,
                ),
              },
            ],
          },
        },
      },
      Mails: { Type: 'AWS::SES::ConfigurationSet', Properties: { Name: 'mails' } },
      Destination: {
        Type: 'AWS::SES::ConfigurationSetEventDestination',
        Properties: {
          ConfigurationSetName: 'mails',
          EventDestination: {
            Enabled: true,
            MatchingEventTypes: ['bounce', 'complaint'],
            EventBridgeDestination: { EventBusArn: 'arn:aws:events:eu-central-1:0:event-bus/default' },
          },
        },
      },
      Reports: {
        Type: 'AWS::SES::ConfigurationSetEventDestination',
        Properties: {
          ConfigurationSetName: 'reports',
          EventDestination: {
            Enabled: true,
            MatchingEventTypes: ['bounce', 'delivery', 'reject'],
            EventBridgeDestination: { EventBusArn: 'arn:aws:events:eu-central-1:0:event-bus/default' },
          },
        },
      },
      Rule: {
        Type: 'AWS::Events::Rule',
        Properties: {
          EventPattern: {
            source: ['aws.ses'],
            account: [{ Ref: 'AWS::AccountId' }],
            region: [REGION],
            detail: { mail: { tags: { 'ses:configuration-set': ['mails', 'reports'] } } },
          },
          Targets: [{ Arn: { 'Fn::GetAtt': ['Listener', 'Arn'] }, Id: 'listener' }],
        },
      },
      Listener: listener,
      Allowed: {
        Type: 'AWS::Lambda::Permission',
        Properties: {
          Action: 'lambda:InvokeFunction',
          Principal: 'events.amazonaws.com',
          FunctionName: { 'Fn::GetAtt': ['Listener', 'Arn'] },
          SourceArn: { 'Fn::GetAtt': ['Rule', 'Arn'] },
        },
      },
    },
    { listener: { 'index.js': LISTENER } },
  );
  ses = new SESv2Client(aws.client);
});
afterEach(async () => {
  aws.messages.clear();
  aws.logs.clear();
  aws.faults.clear();
  await ses.send(new PutAccountDetailsCommand({ ...DETAILS, ProductionAccessEnabled: true }));
});
afterAll(() => aws.close());

const DETAILS = { MailType: 'TRANSACTIONAL', WebsiteURL: 'https://acme.example' } as const;

const email = (to: string, more: Partial<SendEmailCommandInput> = {}) =>
  new SendEmailCommand({
    FromEmailAddress: '"Acme" <codes@mail.acme.example>',
    Destination: { ToAddresses: [to] },
    ConfigurationSetName: 'mails',
    Content: {
      Simple: {
        Subject: { Data: 'Ваш код', Charset: 'UTF-8' },
        Body: { Text: { Data: '123456' }, Html: { Data: '<p>123456</p>' } },
      },
    },
    ...more,
  });

/** What the listener was told, once it was told so often. */
async function told(times: number) {
  const events = () =>
    aws.logs
      .list()
      .flatMap(({ line }) => /\{"version":"0".*\}\}/.exec(line) ?? [])
      .map((line) => JSON.parse(line));
  await eventually(async () => events().length >= times);
  return events();
}

describe('an email', () => {
  it('arrives with both parts, from an identity that a role is allowed or a domain below it', async () => {
    const { MessageId } = await ses.send(email('ada@example.org'));
    expect(MessageId).toMatch(/^[0-9a-f]{16}-[0-9a-f-]{36}-000000$/);
    expect(aws.messages.list()).toEqual([
      expect.objectContaining({
        channel: 'email',
        to: 'ada@example.org',
        from: '"Acme" <codes@mail.acme.example>',
        subject: 'Ваш код',
        body: '123456',
        html: '<p>123456</p>',
      }),
    ]);
  });

  it('is refused from an address that is not verified, and is not once it is', async () => {
    const foreign = email('ada@example.org', { FromEmailAddress: 'codes@other.example' });
    await expect(ses.send(foreign)).rejects.toMatchObject({
      name: 'MessageRejected',
      message:
        'Email address is not verified. The following identities failed the check in region EU-CENTRAL-1: codes@other.example',
    });
    await ses.send(new CreateEmailIdentityCommand({ EmailIdentity: 'codes@other.example' }));
    await ses.send(foreign);
    const { EmailIdentities = [] } = await ses.send(new ListEmailIdentitiesCommand({}));
    expect(EmailIdentities.map(({ IdentityName }) => IdentityName)).toEqual(
      expect.arrayContaining(['acme.example', 'codes@other.example']),
    );
  });

  it.each([
    ['LOUD.Example, which IAM compares by case', 'codes@LOUD.Example'],
    ['a mailbox in another case', 'codes@third.example'],
    ['an address with its domain in another case', 'Codes@THIRD.example'],
  ])('is refused where a role names %s', async (_, FromEmailAddress) => {
    const refused = ses.send(email('ada@example.org', { FromEmailAddress }));
    await expect(refused).rejects.toMatchObject({ name: 'MessageRejected' });
    await ses.send(email('ada@example.org', { FromEmailAddress: 'Codes@third.example' }));
  });

  it('goes from the sandbox to verified addresses and the simulator alone, one a second', async () => {
    await ses.send(new PutAccountDetailsCommand({ ...DETAILS, ProductionAccessEnabled: false }));
    expect(await ses.send(new GetAccountCommand({}))).toMatchObject({
      ProductionAccessEnabled: false,
      SendQuota: { Max24HourSend: 200, MaxSendRate: 1 },
    });
    await expect(ses.send(email('ada@example.org'))).rejects.toMatchObject({
      name: 'MessageRejected',
      message: expect.stringMatching(/EU-CENTRAL-1: ada@example\.org$/),
    });
    await ses.send(email('success@simulator.amazonses.com'));
    await expect(ses.send(email('bea@acme.example'))).rejects.toMatchObject({
      name: 'TooManyRequestsException',
      $metadata: { httpStatusCode: 429 },
    });
    await pause(1_000);
    await ses.send(email('bea@acme.example'));
  });

  it.each<[string, Partial<SendEmailCommandInput>, string]>([
    ['a configuration set that is not there', { ConfigurationSetName: 'none' }, 'NotFoundException'],
    ['no recipient', { Destination: {} }, 'BadRequestException'],
    ['a recipient without a domain', { Destination: { ToAddresses: ['ada'] } }, 'BadRequestException'],
    ['dots that follow dots', { Destination: { ToAddresses: ['a..b@example.com'] } }, 'BadRequestException'],
    ['a dot at the end', { Destination: { ToAddresses: ['a.@example.com'] } }, 'BadRequestException'],
    ['no subject', { Content: { Simple: { Subject: undefined, Body: {} } } }, 'BadRequestException'],
    [
      'a subject of two lines',
      { Content: { Simple: { Subject: { Data: 'a\nb' }, Body: { Text: { Data: 'x' } } } } },
      'BadRequestException',
    ],
    [
      'letters that the charset does not have',
      { Content: { Simple: { Subject: { Data: 'Код' }, Body: { Text: { Data: 'x' } } } } },
      'BadRequestException',
    ],
    [
      'a tag that SES does not take',
      { EmailTags: [{ Name: 'token-courier', Value: 'a b' }] },
      'BadRequestException',
    ],
    ['a raw message', { Content: { Raw: { Data: new Uint8Array([1]) } } }, 'BadRequestException'],
  ])('is refused for %s', async (_, more, name) => {
    await expect(ses.send(email('ada@example.org', more))).rejects.toMatchObject({ name });
    expect(aws.messages.list()).toEqual([]);
  });

  it('goes to a top-level domain in other letters, as SES wants it written', async () => {
    await ses.send(email('ada@example.xn--p1ai'));
    expect(aws.messages.list()).toMatchObject([{ to: 'ada@example.xn--p1ai' }]);
  });

  it('fails as a fault says', async () => {
    aws.faults.add({ service: 'ses', operation: 'SendEmail', error: 'SendingPausedException', times: 1 });
    await expect(ses.send(email('ada@example.org'))).rejects.toMatchObject({
      name: 'SendingPausedException',
    });
  });
});

describe('an address on the suppression list', () => {
  const suppress = (Reason: 'BOUNCE' | 'COMPLAINT') =>
    ses.send(new PutSuppressedDestinationCommand({ EmailAddress: 'Ada@example.org', Reason }));

  it('is accepted and sent nothing, and the rule on the bus tells the function of a bounce', async () => {
    await suppress('BOUNCE');
    const EmailTags = [{ Name: 'token-courier', Value: 'Courier-1' }];
    const { MessageId } = await ses.send(email('ada@example.org', { EmailTags }));
    expect(aws.messages.list()).toEqual([]);
    const [event] = await told(1);
    expect(event).toMatchObject({
      source: 'aws.ses',
      'detail-type': 'Email Bounced',
      detail: {
        eventType: 'Bounce',
        bounce: {
          bounceType: 'Permanent',
          bounceSubType: 'OnAccountSuppressionList',
          bouncedRecipients: [{ emailAddress: 'ada@example.org' }],
        },
        mail: {
          messageId: MessageId,
          tags: { 'ses:configuration-set': ['mails'], 'token-courier': ['Courier-1'] },
        },
      },
    });
  });

  it('is said to be there, is reported as a complaint where it was one, and can be taken off', async () => {
    await suppress('COMPLAINT');
    const get = new GetSuppressedDestinationCommand({ EmailAddress: 'ada@example.org' });
    expect((await ses.send(get)).SuppressedDestination).toMatchObject({ Reason: 'COMPLAINT' });
    await ses.send(email('ada@example.org'));
    expect(await told(1)).toMatchObject([{ 'detail-type': 'Email Complaint Received' }]);
    await ses.send(new DeleteSuppressedDestinationCommand({ EmailAddress: 'ada@example.org' }));
    await expect(ses.send(get)).rejects.toMatchObject({ name: 'NotFoundException' });
    await ses.send(email('ada@example.org'));
    expect(aws.messages.list()).toHaveLength(1);
  });
});

describe('the arrival of an email', () => {
  const reported = (to: string) => ses.send(email(to, { ConfigurationSetName: 'reports' }));

  it('is published after the answer, where a configuration set asks for it', async () => {
    const { MessageId } = await reported('ada@example.org');
    expect(await told(1)).toMatchObject([
      {
        'detail-type': 'Email Delivered',
        detail: {
          eventType: 'Delivery',
          delivery: { recipients: ['ada@example.org'], processingTimeMillis: 200 },
          mail: { messageId: MessageId, destination: ['ada@example.org'] },
        },
      },
    ]);
  });

  it('comes before a complaint, and never with a bounce', async () => {
    await reported('complaint@simulator.amazonses.com');
    await reported('bounce@simulator.amazonses.com');
    expect((await told(2)).map((event) => event['detail-type']).sort()).toEqual([
      'Email Bounced',
      'Email Delivered',
    ]);
  });
});

describe("Amazon's mailbox simulator", () => {
  it('bounces, complains after it received, and puts nobody on the list', async () => {
    await ses.send(email('bounce+1@simulator.amazonses.com'));
    await ses.send(email('complaint@simulator.amazonses.com'));
    expect((await told(2)).map((event) => event['detail-type']).sort()).toEqual([
      'Email Bounced',
      'Email Complaint Received',
    ]);
    expect(aws.messages.list().map(({ to }) => to)).toEqual(['complaint@simulator.amazonses.com']);
  });
});
