/** Texts to a phone number: https://docs.aws.amazon.com/sns/latest/dg/sms_publish-to-phone.html */
import type { MessageAttributeValue, SNSClient } from '@aws-sdk/client-sns';
import { PublishCommand } from '@aws-sdk/client-sns';
import type { SmsSender } from '../../channels/sms.ts';
import { onMessageService } from '../message-service.ts';

export interface SmsSettings {
  /** Empty for the account's default. */
  readonly senderId: string;
  /** One of the account's numbers for the country; empty lets SNS choose. */
  readonly originationNumber: string;
  /** The ids of the sender and the wording in India's registry; empty elsewhere. */
  readonly entityId: string;
  readonly templateId: string;
  /** US dollars, as text; empty for the account's default limit. */
  readonly maxPriceUsd: string;
}

export function snsSmsSender(client: SNSClient, settings: SmsSettings): SmsSender {
  const MessageAttributes = attributesOf(settings);
  return {
    async send(phoneNumber, text) {
      const command = new PublishCommand({ PhoneNumber: phoneNumber, Message: text, MessageAttributes });
      const { MessageId = '' } = await onMessageService(() => client.send(command));
      return { messageId: MessageId };
    },
  };
}

/** Transactional: routed for reliability, and also to numbers that opted out of promotional messages. */
function attributesOf(settings: SmsSettings): Record<string, MessageAttributeValue> {
  return {
    ...attribute('AWS.SNS.SMS.SMSType', 'Transactional'),
    ...attribute('AWS.SNS.SMS.SenderID', settings.senderId),
    ...attribute('AWS.MM.SMS.OriginationNumber', settings.originationNumber),
    ...attribute('AWS.MM.SMS.EntityId', settings.entityId),
    ...attribute('AWS.MM.SMS.TemplateId', settings.templateId),
    ...attribute('AWS.SNS.SMS.MaxPrice', settings.maxPriceUsd, 'Number'),
  };
}

/** SNS rejects an attribute without a value. */
const attribute = (
  name: string,
  StringValue: string,
  DataType: 'String' | 'Number' = 'String',
): Record<string, MessageAttributeValue> => (StringValue === '' ? {} : { [name]: { DataType, StringValue } });
