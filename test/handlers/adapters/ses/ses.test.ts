import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { sesEmailSender } from '../../../../handlers/adapters/ses/email-sender.ts';
import { DeliveryRefused, DeliveryUnavailable } from '../../../../handlers/domain/errors.ts';
import { notReached, serviceError } from '../service-errors.ts';

const ses = mockClient(SESv2Client);
const client = new SESv2Client({ region: 'eu-west-1' });
const SETTINGS = {
  ...{ from: 'codes@acme.example', displayName: 'Acme & Co.' },
  ...{ configurationSet: 'acme', emailTag: 'Courier-prod' },
};
const MESSAGE = {
  ...{ subject: 'Ваш код', asciiSubject: 'Your code', locale: 'ru' },
  ...{ text: '123456 …', html: '<p>123456</p>' },
};
const send = (settings = SETTINGS) => sesEmailSender(client, settings).send('ada@example.com', MESSAGE);

beforeEach(() => {
  ses.on(SendEmailCommand).resolves({ MessageId: '0107' });
});
afterEach(() => {
  ses.reset();
});

describe('mailing by SES', () => {
  it('sends both parts to the address, in the name of the brand, and gives the id', async () => {
    expect(await send()).toEqual({ messageId: '0107' });
    expect(ses.calls().map((call) => call.args[0].input)).toEqual([
      {
        FromEmailAddress: '"Acme & Co." <codes@acme.example>',
        Destination: { ToAddresses: ['ada@example.com'] },
        ConfigurationSetName: 'acme',
        EmailTags: [{ Name: 'token-courier', Value: 'Courier-prod' }],
        Content: {
          Simple: {
            Subject: { Data: 'Ваш код', Charset: 'UTF-8' },
            Body: {
              Text: { Data: '123456 …', Charset: 'UTF-8' },
              Html: { Data: '<p>123456</p>', Charset: 'UTF-8' },
            },
          },
        },
      },
    ]);
  });

  it.each([
    ['TooManyRequestsException', 429, DeliveryUnavailable, false],
    ['InternalServiceErrorException', 500, DeliveryUnavailable, true],
    ['MessageRejected', 400, DeliveryRefused, undefined],
    ['MailFromDomainNotVerifiedException', 400, DeliveryRefused, undefined],
    ['AccountSuspendedException', 400, DeliveryRefused, undefined],
    ['SendingPausedException', 400, DeliveryRefused, undefined],
    ['NotFoundException', 404, DeliveryRefused, undefined],
    ['AccessDeniedException', 403, DeliveryRefused, undefined],
  ])('turns %s (%i) into its own error, without what SES said', async (name, status, kind, isUnknown) => {
    ses.on(SendEmailCommand).rejects(serviceError(name, status, 'ada@example.com is not verified'));
    const sending = send();
    await expect(sending).rejects.toThrow(kind);
    await expect(sending).rejects.not.toThrow(/ada@/);
    if (isUnknown !== undefined) {
      await expect(sending).rejects.toMatchObject({ isOutcomeUnknown: isUnknown });
    }
  });

  it('knows that nothing is out where it was not reached, and does not know it without an answer', async () => {
    ses.on(SendEmailCommand).rejects(notReached('ECONNREFUSED'));
    await expect(send()).rejects.toMatchObject({ isOutcomeUnknown: false });
    ses.on(SendEmailCommand).rejects(notReached('ECONNRESET'));
    await expect(send()).rejects.toMatchObject({ isOutcomeUnknown: true });
  });
});
