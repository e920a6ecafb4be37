/** Names and ids that are known only at deployment; functions are given those that their rows name. */
import * as z from 'zod/mini';
import { STACK_CLIENTS } from './vocabulary.ts';

/** The name or id of something that AWS created. */
export const identifier = () => z.string().check(z.minLength(1, 'is empty'));

/** Empty where SES sends no emails. */
export const configurationSet = () => z._default(z.string(), '');
export const listIndex = () => identifier();
export const receiptIssuer = () => identifier();
/** Empty where no receipts are signed. */
export const receiptKeyId = () => z._default(z.string(), '');
/** Ids of the clients that the stack creates. */
export const stackClients = () => z.partialRecord(z.enum(STACK_CLIENTS), z.string());
export const stateMachineArn = () => identifier();
export const topicKeyId = () => identifier();
export const topicPrefix = () => identifier();
/** The ids that clients of the Twilio Verify routes call the deployment by; not secret. */
export const twilioAccountSid = () => identifier();
export const twilioServiceSid = () => identifier();

export const DEPLOYED = {
  configurationSet,
  listIndex,
  receiptIssuer,
  receiptKeyId,
  stackClients,
  stateMachineArn,
  topicKeyId,
  topicPrefix,
  twilioAccountSid,
  twilioServiceSid,
} as const;

export type DeployedName = keyof typeof DEPLOYED;
