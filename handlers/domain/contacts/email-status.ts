/** What keeps codes from a contact's email, in one word. */
import type { EmailStatus } from '../../contract/vocabulary.ts';
import type { OptOutPorts } from '../destinations/opt-outs.ts';
import { optOutRule } from '../destinations/opt-outs.ts';
import type { ContactRecord } from './contact-store.ts';

/** Undefined without an email. What holds whatever the person does comes first. @throws StoreUnavailable, SecretUnavailable */
export async function emailStatusOf(
  { email, email_confirmed, email_unsubscribed }: ContactRecord,
  ports: OptOutPorts,
): Promise<EmailStatus | undefined> {
  if (email === undefined) {
    return undefined;
  }
  const rule = await optOutRule({ email }, ports);
  if (rule !== undefined) {
    return rule === 'opt_out' ? 'opted_out' : rule;
  }
  if (email_confirmed === true) {
    return 'confirmed';
  }
  return email_unsubscribed === true ? 'unsubscribed' : 'unconfirmed';
}
