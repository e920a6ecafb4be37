/** SES, as emails use it: one attempt, because a second one may be a second message. */
import type { SESv2ClientConfig } from '@aws-sdk/client-sesv2';
import { SESv2Client } from '@aws-sdk/client-sesv2';
import { PUBLISH_SETTINGS, withoutErrorMessages } from '../client-settings.ts';
import { notingHandedOver } from '../message-service.ts';

/** `elsewhere` is for tests: region, endpoint and credentials. */
export const createSesClient = (elsewhere: SESv2ClientConfig = {}): SESv2Client =>
  withoutErrorMessages(notingHandedOver(new SESv2Client({ ...PUBLISH_SETTINGS, ...elsewhere })));
