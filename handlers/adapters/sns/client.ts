/** SNS as texts, emails and deployments use it. */
import type { SNSClientConfig } from '@aws-sdk/client-sns';
import { SNSClient } from '@aws-sdk/client-sns';
import {
  CLIENT_SETTINGS,
  DEPLOYMENT_SETTINGS,
  PUBLISH_SETTINGS,
  withoutErrorMessages,
} from '../client-settings.ts';
import { notingHandedOver } from '../message-service.ts';

export const createSnsClient = (): SNSClient => withoutErrorMessages(new SNSClient(CLIENT_SETTINGS));

/** The client that publishes messages. `elsewhere` is for tests: region, endpoint and credentials. */
export const createPublisher = (elsewhere: SNSClientConfig = {}): SNSClient =>
  withoutErrorMessages(notingHandedOver(new SNSClient({ ...PUBLISH_SETTINGS, ...elsewhere })));

/** The client that sets up the account's SMS settings. `elsewhere` is for tests. */
export const createSmsSettingsClient = (elsewhere: SNSClientConfig = {}): SNSClient =>
  withoutErrorMessages(new SNSClient({ ...DEPLOYMENT_SETTINGS, ...elsewhere }));
