/** All channels, for code that need not know which one it uses. */
import type { ChannelAddresses, Channels, OfChannels } from '../domain/channel.ts';
import type { EmailPorts } from './email.ts';
import { emailAddresses, emailChannel } from './email.ts';
import { smsAddresses, smsChannel } from './sms.ts';

export const ADDRESSES: OfChannels<ChannelAddresses> = { sms: smsAddresses, email: emailAddresses };

/** The channels with their ports. */
export const channelsWith = (ports: EmailPorts): Channels => ({
  sms: smsChannel(),
  email: emailChannel(ports),
});
