/** Texts to a phone number: https://docs.aws.amazon.com/sns/latest/dg/sms_publish-to-phone.html */
import { type MessageAttributeValue, PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import type { SmsSender } from '../domain/ports.ts';
import { onSns } from './sns-client.ts';

export interface SmsSettings {
  /** Empty for the account's own. */
  readonly senderId: string;
  /** US dollars, as text; empty for the account's own limit. */
  readonly maxPriceUsd: string;
}

export function snsSmsSender(client: SNSClient, settings: SmsSettings): SmsSender {
  const MessageAttributes = attributesOf(settings);
  return {
    async send(phoneNumber, text) {
      const command = new PublishCommand({ PhoneNumber: phoneNumber, Message: text, MessageAttributes });
      await onSns(() => client.send(command));
    },
  };
}

/** Transactional: routed for reliability, and to numbers that opted out of promotions. */
function attributesOf({ senderId, maxPriceUsd }: SmsSettings): Record<string, MessageAttributeValue> {
  return {
    'AWS.SNS.SMS.SMSType': { DataType: 'String', StringValue: 'Transactional' },
    ...(senderId === '' ? {} : { 'AWS.SNS.SMS.SenderID': { DataType: 'String', StringValue: senderId } }),
    ...(maxPriceUsd === ''
      ? {}
      : { 'AWS.SNS.SMS.MaxPrice': { DataType: 'Number', StringValue: maxPriceUsd } }),
  };
}
