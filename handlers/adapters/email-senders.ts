/**
 * What sends emails, by the setting. It is loaded while the function starts: a bundle has the clients of both services,
 * and a start pays for one.
 */
import type { EmailSender } from '../contract/settings/emails.ts';
import type { EmailTransport } from '../domain/contacts/email-transport.ts';
import type { Traced } from './email-enrolments.ts';

interface SendingSettings {
  readonly emailSender: EmailSender;
  readonly brandName: string;
}

export function emailSenderBy(
  { emailSender, brandName }: SendingSettings,
  configurationSet: string,
  traced: Traced,
): Pick<EmailTransport, 'send'> {
  const loading =
    emailSender.kind === 'ses'
      ? loadSes(emailSender.from, brandName, configurationSet, traced)
      : loadSns(traced);
  // Whoever sends is told.
  loading.catch(() => undefined);
  return { send: async (...message) => (await loading).send(...message) };
}

async function loadSes(
  from: string,
  displayName: string,
  configurationSet: string,
  traced: Traced,
): Promise<Pick<EmailTransport, 'send'>> {
  const [{ createSesClient }, { sesEmailSender }] = await Promise.all([
    import('./ses/client.ts'),
    import('./ses/email-sender.ts'),
  ]);
  return sesEmailSender(traced(createSesClient()), { from, displayName, configurationSet });
}

async function loadSns(traced: Traced): Promise<Pick<EmailTransport, 'send'>> {
  const [{ createPublisher }, { snsEmailSender }] = await Promise.all([
    import('./sns/client.ts'),
    import('./sns/email-transport.ts'),
  ]);
  return snsEmailSender(traced(createPublisher()));
}
