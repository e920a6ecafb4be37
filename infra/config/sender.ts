/** The check of what names the sender of texts. */
import type { SettingError } from './fields.ts';

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
