/** The checks of what names the sender of texts, and of what sends emails. */
import type { EmailSender } from '../../handlers/contract/settings/emails.ts';
import type { SettingError } from './fields.ts';
import { hasSes } from './regions.ts';

interface SenderSettings {
  readonly senderId: string;
  readonly entityId: string;
  readonly templateId: string;
}

/** India requires all three or none. */
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
