/** All channels, for code that need not know which one it uses. */
import type { EmailSenderKind } from '../contract/settings/emails.ts';
import type { ChannelAddresses, Channels, OfChannels } from '../domain/channel.ts';
import type { EmailPorts } from './email.ts';
import { emailAddresses, emailChannel } from './email.ts';
import { smsAddresses, smsChannel } from './sms.ts';

export const addressesBy = (emailSender: EmailSenderKind): OfChannels<ChannelAddresses> => ({
  sms: smsAddresses,
  email: emailAddresses(emailSender),
});

/** The channels with their ports. */
export const channelsWith = (ports: EmailPorts): Channels => ({
  sms: smsChannel(),
  email: emailChannel(ports),
});
