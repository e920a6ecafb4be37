/** Codes by text message, to a number that the request or the contact names. */
import { lineOf } from '../contract/phone-lines.ts';
import { NO_NUMBER } from '../contract/problem-document.ts';
import type { DeliverTokenInput, Delivery } from '../contract/workflow.ts';
import type { ChannelAddresses, ChannelRules } from '../domain/channel.ts';
import type { DeliverTokenPorts } from '../domain/delivering/deliver-token.ts';
import { delivered, openMessage } from '../domain/delivering/deliver-token.ts';
import type { SecondMessage, SentInTime } from '../domain/delivering/send-in-time.ts';
import { sendInTime } from '../domain/delivering/send-in-time.ts';
import type { SentMessage } from '../domain/delivering/sent-message.ts';
import type { SettleTextPorts } from '../domain/delivering/settle-send.ts';
import { accountForText } from '../domain/delivering/settle-send.ts';
import { legBy } from '../domain/delivery-route.ts';
import { judgeNumber } from '../domain/destinations/destination-policy.ts';
import { digestDestination } from '../domain/destinations/digest-destination.ts';
import { maskPhoneNumber } from '../domain/destinations/mask-destination.ts';
import { isOptedOut } from '../domain/destinations/opt-outs.ts';
import { countryOf } from '../domain/destinations/phone-number.ts';
import type { SmsSettings } from '../domain/messages/messages.ts';
import { smsText } from '../domain/messages/messages.ts';

export const smsAddresses: ChannelAddresses = {
  addressIn: ({ phone_number }) => phone_number,
  stillHas: ({ phone_number }, { address }) => phone_number === address,
  countedBy: lineOf,
  strangersCanName: true,
};

/** A function, so that bundles of functions that only deliver leave out the numbering plans. */
export const smsChannel = (): ChannelRules => ({
  ...smsAddresses,
  inRequest: {
    address: ({ phoneNumber }) => phoneNumber,
    unasked: { field: 'phone_number', rule: 'must not be given when no channel is to text it' },
    notFirst: {
      field: 'phone_number',
      rule: 'must be texted first: no text takes the place of an email',
    },
  },

  async find({ phoneNumber }, contact, keys) {
    const number = phoneNumber ?? contact?.phone_number;
    if (number === undefined) {
      return { missing: NO_NUMBER };
    }
    const country = countryOf(number);
    return {
      channel: 'sms',
      address: number,
      masked: maskPhoneNumber(number),
      digest: digestDestination('phone_number', number, keys),
      of_contact: phoneNumber === undefined,
      text: { number_prefix: '', price: 0, ...(country === undefined ? {} : { country }) },
    };
  },

  async judge({ address: phone_number }, _, judge) {
    const rule = judgeNumber(phone_number, judge.destinations);
    if (rule !== undefined) {
      return rule;
    }
    return (await isOptedOut({ phone_number }, judge)) ? 'opt_out' : undefined;
  },
});

/** @throws DeliveryUnavailable when a retry may help or the outcome is unknown, otherwise DeliveryRefused. */
export interface SmsSender {
  send(phoneNumber: string, text: string): Promise<SentMessage>;
}

export interface SmsDeliveryPorts extends DeliverTokenPorts, SmsSettings {
  readonly sms: SmsSender;
  readonly accounts: SettleTextPorts;
}

/** Answered as if the message had been accepted. */
const NOT_SENT_TO_TEST: SentInTime = { outcome: 'sent', messageId: '' };

/**
 * Sends by SMS; sends nothing to a test destination.
 * @throws SecretUnavailable, StoreUnavailable, DeliveryUnavailable, DeliveryRefused: nothing was sent, for
 * certain
 */
export async function deliverBySms(input: DeliverTokenInput, ports: SmsDeliveryPorts): Promise<Delivery> {
  const startedAtMs = ports.now();
  const { request } = input;
  if (request.test_number !== '') {
    return delivered(input, 'sms', NOT_SENT_TO_TEST, startedAtMs, ports);
  }
  const send = async (second: SecondMessage) => {
    const text = smsText(await openMessage(input, 'sms', ports), ports);
    const { address } = legBy('sms', request);
    return sendInTime(() => ports.sms.send(address, text), second, startedAtMs, ports);
  };
  const owner = `${input.token.token_id}#${request.sends}`;
  const nowSeconds = Math.floor(ports.now() / 1000);
  const sent = await accountForText(request, owner, nowSeconds, ports.accounts, send);
  return delivered(input, 'sms', sent, startedAtMs, ports);
}
