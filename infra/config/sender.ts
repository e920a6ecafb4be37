/** Checks the settings that identify the senders of texts and emails. */
import type { EmailSender } from '../../handlers/contract/settings/emails.ts';
import type { SettingError } from './fields.ts';
import { hasSes } from './regions.ts';

interface SenderSettings {
  readonly senderId: string;
  readonly entityId: string;
  readonly templateId: string;
}

/** India's carriers require all three. A sender id is also valid alone. */
export function checkSender({ senderId, entityId, templateId }: SenderSettings): SettingError[] {
  if (entityId === '' && templateId === '') {
    return [];
  }
  return Object.entries({ entityId, templateId, senderId })
    .filter(([, value]) => value === '')
    .map(([name]) => ({
      path: [name],
      message: 'is missing: entityId, templateId and senderId go together',
    }));
}

interface EmailSettings {
  readonly region: string;
  readonly emailSender: EmailSender;
}

/** SES sends from the region that it is called in. */
export const checkEmailSender = ({ region, emailSender }: EmailSettings): SettingError[] =>
  emailSender.kind === 'ses' && !hasSes(region)
    ? [{ path: ['emailSender', 'kind'], message: `must be sns: SES is not in ${region}` }]
    : [];
