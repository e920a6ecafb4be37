/**
 * The part of the configuration that sets the sender of texts.
 * Forms and lengths: https://docs.aws.amazon.com/sns/latest/dg/sms_sending-overview.html ("Reserved message
 * attributes for mobile numbers" of sms_publish-to-phone.html).
 */
import { z } from 'zod';
import type { SettingError } from './destinations.ts';

/** India's registry (DLT) issues identifiers of 19 digits, too long for a JSON number. */
const registered = z
  .string('must be text, in quotes: as a number it would lose digits')
  .regex(/^[!-~]{1,50}$/, 'must be 1 to 50 characters without spaces')
  .optional();

export const SENDER_FIELDS = {
  senderId: z
    .string()
    .regex(/^(?=.*[A-Za-z])[A-Za-z0-9]{1,11}$/, 'must be 1 to 11 letters and digits with at least one letter')
    .optional(),
  originationNumber: z
    .string('must be text, in quotes')
    .regex(/^\+?\d{5,14}$/, 'must be 5 to 14 digits, with or without a leading +')
    .optional(),
  entityId: registered,
  templateId: registered,
};

interface SenderSettings {
  readonly senderId?: string | undefined;
  readonly entityId?: string | undefined;
  readonly templateId?: string | undefined;
}

/** What is wrong with settings that are each well-formed: India requires all three or none. */
export function checkSender({ senderId, entityId, templateId }: SenderSettings): SettingError[] {
  if (entityId === undefined && templateId === undefined) return [];
  return Object.entries({ entityId, templateId, senderId })
    .filter(([, value]) => value === undefined)
    .map(([name]) => ({
      path: [name],
      message: 'is missing: entityId, templateId and senderId go together',
    }));
}
