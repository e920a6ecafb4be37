/** Every channel, for those who do not ask which one it is. */
import type { EmailSenderKind } from '../contract/settings/emails.ts';
import type { ChannelAddresses, Channels, OfChannels } from '../domain/channel.ts';
import type { EmailPorts } from './email.ts';
import { emailAddresses, emailChannel } from './email.ts';
import { smsAddresses, smsChannel } from './sms.ts';

export const addressesBy = (emailSender: EmailSenderKind): OfChannels<ChannelAddresses> => ({
  sms: smsAddresses,
  email: emailAddresses(emailSender),
});

/** With what they need from outside. */
export const channelsWith = (ports: EmailPorts): Channels => ({
  sms: smsChannel(),
  email: emailChannel(ports),
});
