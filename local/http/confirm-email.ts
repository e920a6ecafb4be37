/**
 * Confirms an email subscription as the owner of the address would: by the link in the confirmation email.
 */
import type { MessageStore } from '../aws/sns/message-store.ts';

/** As the emulated SNS writes it; a link to another machine does not match. */
const CONFIRMATION_LINK = /http:\/\/(?:127\.0\.0\.1|localhost):\d+\/\S*\bAction=ConfirmSubscription\S*/;

/** Follows the newest link that the address received; false when there is none, or it is not accepted. */
export async function confirmEmail(address: string, messages: MessageStore): Promise<boolean> {
  const links = messages
    .list()
    .filter(({ to }) => to === address)
    .flatMap(({ body }) => CONFIRMATION_LINK.exec(body) ?? []);
  const [newest] = links;
  return newest !== undefined && (await fetch(newest)).ok;
}
