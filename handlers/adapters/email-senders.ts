/**
 * What sends emails, by the setting. It is loaded while the function starts: a bundle has the clients of both services,
 * and a start pays for one.
 */
import type { EmailSender } from '../contract/settings/emails.ts';
import type { EmailTransport } from '../domain/contacts/email-transport.ts';
import type { Traced } from './email-enrolments.ts';
import type { SesSettings } from './ses/email-sender.ts';

type Marks = Pick<SesSettings, 'configurationSet' | 'emailTag'>;

interface SendingSettings {
  readonly emailSender: EmailSender;
  readonly brandName: string;
}

export function emailSenderBy(
  { emailSender, brandName }: SendingSettings,
  marks: Marks,
  traced: Traced,
): Pick<EmailTransport, 'send'> {
  const loading =
    emailSender.kind === 'ses'
      ? loadSes({ ...marks, from: emailSender.from, displayName: brandName }, traced)
      : loadSns(traced);
  // Whoever sends is told.
  loading.catch(() => undefined);
  return { send: async (...message) => (await loading).send(...message) };
}

async function loadSes(
  { from, displayName, configurationSet, emailTag }: SesSettings,
  traced: Traced,
): Promise<Pick<EmailTransport, 'send'>> {
  const [{ createSesClient }, { sesEmailSender }] = await Promise.all([
    import('./ses/client.ts'),
    import('./ses/email-sender.ts'),
  ]);
  return sesEmailSender(traced(createSesClient()), { from, displayName, configurationSet, emailTag });
}

async function loadSns(traced: Traced): Promise<Pick<EmailTransport, 'send'>> {
  const [{ createPublisher }, { snsEmailSender }] = await Promise.all([
    import('./sns/client.ts'),
    import('./sns/email-transport.ts'),
  ]);
  return snsEmailSender(traced(createPublisher()));
}
