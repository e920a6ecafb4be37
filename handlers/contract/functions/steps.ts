/** The rows of the state machine's steps. */
import { configurationSet, emailTag, stackClients } from '../deployed.ts';
import type { FunctionRow } from '../function.ts';
import { activityDays } from '../settings/activity.ts';
import {
  brandName,
  clientGroups,
  contextInMessage,
  listShards,
  maxAttempts,
  resend,
  resendAfterSeconds,
  shortestLengths,
  tokenFormat,
  tokenLength,
  tokenLifetimeSeconds,
} from '../settings/codes.ts';
import { defaultCountry, destinationPolicy, testDestinations } from '../settings/destinations.ts';
import { emailSender } from '../settings/emails.ts';
import { guessLimits, limitKeys, sendLimits } from '../settings/limits.ts';
import { defaultLocale, messages } from '../settings/messages.ts';
import { countedCountries, metricsBy } from '../settings/metrics.ts';
import {
  budget,
  deliveryStatus,
  entityId,
  originationNumber,
  pumpingGuard,
  senderId,
  smsMaxPriceUsd,
  smsPrices,
  smsRetrieverHash,
  templateId,
  webOtpDomain,
} from '../settings/texts.ts';
import { NOTE_THE_OUTCOME } from './activity.ts';

export const ADMIT_REQUEST = {
  description: 'Decides whether a token is issued, to whom and where',
  tells: ['prefix.paused', 'budget.exhausted'],
  settings: {
    activityDays,
    brandName,
    budget,
    clientGroups,
    contextInMessage,
    defaultCountry,
    defaultLocale,
    destinationPolicy,
    emailSender,
    guessLimits,
    limitKeys,
    maxAttempts,
    messages,
    metricsBy,
    pumpingGuard,
    resend,
    resendAfterSeconds,
    sendLimits,
    shortestLengths,
    smsPrices,
    smsRetrieverHash,
    tokenFormat,
    tokenLength,
    tokenLifetimeSeconds,
    webOtpDomain,
  },
  deployed: { stackClients },
  tables: {
    contacts: [{ actions: ['BatchGetItem', 'GetItem'] }, { updates: ['setConfirmed'], answersNothing: true }],
    tokens: [{ actions: ['BatchGetItem', 'GetItem'] }, { updates: ['noteResend'] }],
    limits: [{ actions: ['BatchGetItem', 'DeleteItem', 'GetItem', 'PutItem', 'UpdateItem'] }],
  },
  secrets: ['reference', 'subject'],
  emails: ['ask'],
} as const satisfies FunctionRow;

export const GENERATE_TOKEN = {
  description: 'Generates a token and seals it',
  settings: { testDestinations, tokenLifetimeSeconds },
  secrets: ['token'],
} as const satisfies FunctionRow;

export const PERSIST_TOKEN = {
  description: 'Stores the sealed token with one conditional write',
  settings: { activityDays, emailSender, listShards, pumpingGuard, resendAfterSeconds },
  tables: {
    tokens: [{ actions: ['GetItem', 'PutItem'] }, { updates: ['replaceCode', 'revoke'] }],
    contacts: [{ actions: ['GetItem'] }],
    limits: [
      { actions: ['DeleteItem'], subjects: ['claims'] },
      { actions: ['UpdateItem'], subjects: ['prefixes', 'sends', 'spend'] },
    ],
  },
  secrets: ['subject'],
} as const satisfies FunctionRow;

export const DELIVER_BY_SMS = {
  description: 'Sends the token to a phone number',
  tells: ['code.sent', 'budget.exhausted'],
  settings: {
    activityDays,
    brandName,
    budget,
    countedCountries,
    deliveryStatus,
    entityId,
    messages,
    metricsBy,
    originationNumber,
    pumpingGuard,
    resendAfterSeconds,
    senderId,
    smsMaxPriceUsd,
    smsRetrieverHash,
    templateId,
    webOtpDomain,
  },
  tables: {
    tokens: [{ updates: ['noteHandOver'], answersNothing: true }],
    limits: [{ actions: ['UpdateItem'], subjects: ['prefixes', 'sends', 'spend'] }],
  },
  secrets: ['token'],
  rights: ['send texts'],
} as const satisfies FunctionRow;

export const DELIVER_BY_EMAIL = {
  description: 'Sends the token to an email address',
  tells: ['code.sent'],
  settings: {
    activityDays,
    brandName,
    countedCountries,
    deliveryStatus,
    emailSender,
    messages,
    metricsBy,
    pumpingGuard,
    resendAfterSeconds,
  },
  deployed: { configurationSet, emailTag },
  tables: {
    tokens: [{ updates: ['noteHandOver'], answersNothing: true }],
    limits: [{ actions: ['UpdateItem'], subjects: ['prefixes', 'sends', 'spend'] }],
  },
  secrets: ['token'],
  emails: ['send'],
} as const satisfies FunctionRow;

export const TAKE_BACK_THE_SEND = {
  description: 'Takes back what was counted for a token that was not sent',
  settings: { pumpingGuard },
  tables: {
    tokens: [{ updates: ['forgetResend'], answersNothing: true }],
    limits: [{ actions: ['UpdateItem'], subjects: ['prefixes', 'sends', 'spend'] }],
  },
} as const satisfies FunctionRow;

/** By the names of their entries; the last is deployed where there is an activity log. */
export const STEPS = {
  'admit-request': ADMIT_REQUEST,
  'generate-token': GENERATE_TOKEN,
  'persist-token': PERSIST_TOKEN,
  'deliver-by-sms': DELIVER_BY_SMS,
  'deliver-by-email': DELIVER_BY_EMAIL,
  'take-back-the-send': TAKE_BACK_THE_SEND,
  'note-the-outcome': NOTE_THE_OUTCOME,
} as const satisfies Readonly<Record<string, FunctionRow>>;
