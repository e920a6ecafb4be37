/** The functions, by the folder and the name of their entries. */
import type { FunctionRow } from './function.ts';
import { NOTE_DELIVERY_REPORTS } from './functions/consumers.ts';
import { DELETE_CONTACT, GET_CONTACT, PUT_CONTACT, PUT_OPT_OUT } from './functions/contacts.ts';
import { GRANT_SCOPES, KEEP_TEXT_LOG, ROTATE_TOKEN_SECRET } from './functions/hooks.ts';
import { PUBLISH_KEYS, READ_AUDIT, READ_LIMITS, READ_METRICS, UNLOCK_PERSON } from './functions/operation.ts';
import {
  ADMIT_REQUEST,
  DELIVER_BY_EMAIL,
  DELIVER_BY_SMS,
  GENERATE_TOKEN,
  PERSIST_TOKEN,
  TAKE_BACK_THE_SEND,
} from './functions/steps.ts';
import { READ_EXECUTIONS, RETRIEVE_TOKENS, REVOKE_TOKEN, VERIFY_TOKEN } from './functions/tokens.ts';
import type { EndpointName } from './routes.ts';

const STEPS = {
  'admit-request': ADMIT_REQUEST,
  'generate-token': GENERATE_TOKEN,
  'persist-token': PERSIST_TOKEN,
  'deliver-by-sms': DELIVER_BY_SMS,
  'deliver-by-email': DELIVER_BY_EMAIL,
  'take-back-the-send': TAKE_BACK_THE_SEND,
} as const satisfies Readonly<Record<string, FunctionRow>>;

const ENDPOINTS = {
  'verify-token': VERIFY_TOKEN,
  'retrieve-tokens': RETRIEVE_TOKENS,
  'revoke-token': REVOKE_TOKEN,
  'read-executions': READ_EXECUTIONS,
  'put-contact': PUT_CONTACT,
  'get-contact': GET_CONTACT,
  'delete-contact': DELETE_CONTACT,
  'put-opt-out': PUT_OPT_OUT,
  'unlock-person': UNLOCK_PERSON,
  'read-limits': READ_LIMITS,
  'read-metrics': READ_METRICS,
  'read-audit': READ_AUDIT,
  'publish-keys': PUBLISH_KEYS,
} as const satisfies Readonly<Record<EndpointName, FunctionRow>>;

const HOOKS = {
  'grant-scopes': GRANT_SCOPES,
  'keep-text-log': KEEP_TEXT_LOG,
  'rotate-token-secret': ROTATE_TOKEN_SECRET,
} as const satisfies Readonly<Record<string, FunctionRow>>;

/** Deployed where something is published that they read. */
const CONSUMERS = {
  'note-delivery-reports': NOTE_DELIVERY_REPORTS,
} as const satisfies Readonly<Record<string, FunctionRow>>;

export const FUNCTIONS = { steps: STEPS, endpoints: ENDPOINTS, hooks: HOOKS, consumers: CONSUMERS } as const;

export type EntryFolder = keyof typeof FUNCTIONS;
export type StepName = keyof typeof STEPS;
