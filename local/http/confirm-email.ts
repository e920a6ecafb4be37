/** Confirms an email subscription as its owner would: by the link in the message that asked for it. */
import type { MessageStore } from '../aws/sns/message-store.ts';

/** As the emulated SNS writes it: on this machine, and nowhere else. */
const CONFIRMATION_LINK = /http:\/\/(?:127\.0\.0\.1|localhost):\d+\/\S*\bAction=ConfirmSubscription\S*/;

/** Whether the address had received such a message, and its link was accepted. */
export async function confirmEmail(address: string, messages: MessageStore): Promise<boolean> {
  const links = messages
    .list()
    .filter(({ channel, to }) => channel === 'email' && to === address)
    .flatMap(({ body }) => CONFIRMATION_LINK.exec(body) ?? []);
  const [newest] = links;
  return newest !== undefined && (await fetch(newest)).ok;
}
