/**
 * Checks what SNS accepts as a message, and writes the emails that SNS itself sends.
 * Source: Amazon SNS API reference, Publish; developer guide, "Publishing SMS messages".
 */
import { AwsError } from '../wire/aws-error.ts';
import { numbered } from '../wire/query-protocol.ts';

const E164 = /^\+[1-9]\d{6,14}$/;
const MAX_SMS_CHARACTERS = 1_600;
const MAX_MESSAGE_BYTES = 262_144;
/** Printable ASCII that begins with a letter, digit or punctuation mark. */
const SUBJECT = /^[!-~][ -~]{0,99}$/;

/** Ids that are registered in India, with the limits from the developer guide. */
const REGISTERED = { type: 'String', value: /^[!-~]{1,50}$/, rule: 'must be 1 to 50 characters' };

/** The attributes that tell SNS how to send an SMS, and their valid values. */
const SMS_ATTRIBUTES: Record<string, { type: string; value: RegExp; rule: string }> = {
  'AWS.SNS.SMS.SenderID': {
    type: 'String',
    value: /^(?=.*[A-Za-z])[A-Za-z0-9]{1,11}$/,
    rule: 'must be 1 to 11 letters and digits, with at least one letter',
  },
  'AWS.SNS.SMS.MaxPrice': { type: 'Number', value: /^\d+(\.\d+)?$/, rule: 'must be a decimal number' },
  'AWS.SNS.SMS.SMSType': {
    type: 'String',
    value: /^(Transactional|Promotional)$/,
    rule: 'must be Transactional or Promotional',
  },
  'AWS.MM.SMS.OriginationNumber': {
    type: 'String',
    value: /^\+?\d{5,14}$/,
    rule: 'must be 5 to 14 digits, with or without a leading +',
  },
  'AWS.MM.SMS.EntityId': REGISTERED,
  'AWS.MM.SMS.TemplateId': REGISTERED,
};

export const invalidParameter = (name: string, reason: string): AwsError =>
  new AwsError('InvalidParameter', `Invalid parameter: ${name} Reason: ${reason}`);

/** @throws {AwsError} `InvalidParameter` when SNS would not send this to a phone */
export function checkSms(phoneNumber: string, message: string, parameters: URLSearchParams): void {
  if (!E164.test(phoneNumber)) {
    throw invalidParameter('PhoneNumber', `${phoneNumber} is not valid to publish to`);
  }
  checkNotEmpty(message);
  if (message.length > MAX_SMS_CHARACTERS) {
    throw invalidParameter('Message', `must be at most ${MAX_SMS_CHARACTERS} characters long`);
  }
  for (const at of numbered(parameters, 'MessageAttributes.entry')) {
    checkSmsAttribute(at, parameters);
  }
}

/** The type of a text; promotional by default. */
export function smsTypeOf(parameters: URLSearchParams): string {
  const at = numbered(parameters, 'MessageAttributes.entry').find(
    (each) => parameters.get(`${each}.Name`) === 'AWS.SNS.SMS.SMSType',
  );
  return parameters.get(`${at}.Value.StringValue`) ?? 'Promotional';
}

/** @throws {AwsError} `InvalidParameter` when SNS would not send this to a topic */
export function checkEmail(message: string, subject: string | null): void {
  checkNotEmpty(message);
  if (Buffer.byteLength(message) > MAX_MESSAGE_BYTES) {
    throw invalidParameter('Message', `must be at most ${MAX_MESSAGE_BYTES} bytes long`);
  }
  if (subject !== null && !SUBJECT.test(subject)) {
    throw invalidParameter('Subject', 'must be at most 100 printable ASCII characters on one line');
  }
}

/** The email that asks to confirm a subscription. */
export const confirmationEmail = (topicArn: string, link: string): { subject: string; body: string } => ({
  subject: 'AWS Notification - Subscription Confirmation',
  body: [
    'You have chosen to subscribe to the topic:',
    topicArn,
    '',
    'To confirm this subscription, click or visit the link below (if this was in error, no action is needed):',
    link,
  ].join('\n'),
});

/** A published message with the footer that SNS adds to every email; it cannot be turned off. */
export const withFooter = (message: string, unsubscribeLink: string): string =>
  [
    message,
    '',
    '--',
    'If you wish to stop receiving notifications from this topic, please click or visit the link below to unsubscribe:',
    unsubscribeLink,
    '',
    'Please do not reply directly to this email.',
  ].join('\n');

function checkNotEmpty(message: string): void {
  if (message === '') {
    throw new AwsError('InvalidParameter', 'Invalid parameter: Empty message');
  }
}

function checkSmsAttribute(at: string, parameters: URLSearchParams): void {
  const name = parameters.get(`${at}.Name`) ?? '';
  const known = SMS_ATTRIBUTES[name];
  if (!known) {
    if (/^AWS\.(SNS|MM)\.SMS\./.test(name)) {
      throw invalidParameter('MessageAttributes', `${name} is not an SMS attribute`);
    }
    return;
  }
  const type = parameters.get(`${at}.Value.DataType`);
  const value = parameters.get(`${at}.Value.StringValue`) ?? '';
  if (type !== known.type) {
    throw invalidParameter('MessageAttributes', `${name} must be of type ${known.type}`);
  }
  if (!known.value.test(value)) {
    throw invalidParameter('MessageAttributes', `${name} ${known.rule}`);
  }
}
