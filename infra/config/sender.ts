/** Checks the settings that identify the sender of texts. */
import type { SettingError } from './fields.ts';

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
