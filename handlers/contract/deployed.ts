/** Names and ids that are known only at deployment; functions are given those that their rows name. */
import * as z from 'zod/mini';
import { STACK_CLIENTS } from './vocabulary.ts';

/** The name or id of something that AWS created. */
export const identifier = () => z.string().check(z.minLength(1, 'is empty'));

/** How the names of the stack's alarms begin; empty where there are none. */
export const alarmPrefix = () => z._default(z.string(), '');
/** The secret with the credentials of the canary's client. */
export const canarySecretId = () => identifier();
/** Empty where SES sends no emails. */
export const configurationSet = () => z._default(z.string(), '');
/** The value of `EMAIL_TAG`; empty where SES sends no emails. */
export const emailTag = () => z._default(z.string(), '');
/** The bus that events are put on. */
export const eventBusName = () => identifier();
export const listIndex = () => identifier();
export const receiptIssuer = () => identifier();
/** Empty where no receipts are signed. */
export const receiptKeyId = () => z._default(z.string(), '');
/** Ids of the clients that the stack creates. */
export const stackClients = () => z.partialRecord(z.enum(STACK_CLIENTS), z.string());
export const stateMachineArn = () => identifier();
export const topicKeyId = () => identifier();
export const topicPrefix = () => identifier();
/** The queues and the secret of each webhook, by its name. */
export const webhookPlaces = () =>
  z.record(
    z.string(),
    z.strictObject({ queueUrl: identifier(), deadLettersUrl: identifier(), secretId: identifier() }),
  );
/** The secrets of hooks, by the names of the hooks. */
export const hookSecrets = () => z.record(z.string(), identifier());
/** The ids that clients of the Twilio Verify routes call the deployment by; not secret. */
export const twilioAccountSid = () => identifier();
export const twilioServiceSid = () => identifier();

export const DEPLOYED = {
  alarmPrefix,
  canarySecretId,
  configurationSet,
  emailTag,
  eventBusName,
  hookSecrets,
  listIndex,
  receiptIssuer,
  receiptKeyId,
  stackClients,
  stateMachineArn,
  topicKeyId,
  topicPrefix,
  webhookPlaces,
  twilioAccountSid,
  twilioServiceSid,
} as const;

export type DeployedName = keyof typeof DEPLOYED;
