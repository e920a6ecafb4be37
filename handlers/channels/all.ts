/** Every channel, for those who do not ask which one it is. */
import type { ChannelAddresses, Channels, OfChannels } from '../domain/channel.ts';
import type { EmailPorts } from './email.ts';
import { emailAddresses, emailChannel } from './email.ts';
import { smsAddresses, smsChannel } from './sms.ts';

export const ADDRESSES: OfChannels<ChannelAddresses> = { sms: smsAddresses, email: emailAddresses };

/** With what they need from outside. */
export const channelsWith = (ports: EmailPorts): Channels => ({
  sms: smsChannel(),
  email: emailChannel(ports),
});
