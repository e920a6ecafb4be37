/** The rows of the endpoints for contacts and opt-outs. */
import { configurationSet, emailTag, topicKeyId, topicPrefix } from '../deployed.ts';
import type { FunctionRow } from '../function.ts';
import { brandName } from '../settings/codes.ts';
import { defaultCountry, destinationPolicy } from '../settings/destinations.ts';
import { emailSender } from '../settings/emails.ts';
import { confirmationLimits } from '../settings/limits.ts';
import { defaultLocale } from '../settings/messages.ts';

export const PUT_CONTACT = {
  description: 'Replaces the contact of a person',
  settings: {
    brandName,
    confirmationLimits,
    defaultCountry,
    defaultLocale,
    destinationPolicy,
    emailSender,
  },
  deployed: { configurationSet, emailTag, topicKeyId, topicPrefix },
  tables: {
    contacts: [
      // Takes back a contact whose address could not be asked to confirm it.
      { actions: ['DeleteItem', 'GetItem', 'PutItem'] },
      { updates: ['noteConfirmationSent'], answersNothing: true },
    ],
    limits: [
      { actions: ['GetItem'], subjects: ['optOuts'] },
      { actions: ['UpdateItem'], subjects: ['sends'] },
    ],
    // Revokes the person's tokens.
    tokens: [{ actions: ['Query'] }, { updates: ['revoke'], answersNothing: true }],
  },
  secrets: ['reference', 'subject'],
  logs: { audit: 'write' },
  emails: ['ask', 'enrol', 'forget', 'send'],
} as const satisfies FunctionRow;

export const CONFIRM_CONTACT = {
  description: 'Checks the code by which the owner of an address confirms it',
  settings: { emailSender },
  tables: {
    contacts: [
      { actions: ['GetItem'] },
      { updates: ['confirmEmail', 'countTypedCode', 'setConfirmed'], answersNothing: true },
    ],
    limits: [
      { actions: ['GetItem'], subjects: ['optOuts'] },
      { actions: ['UpdateItem'], subjects: ['guesses', 'mailboxGuesses'] },
    ],
  },
  secrets: ['reference', 'subject'],
  logs: { audit: 'write' },
  emails: ['ask', 'confirm'],
} as const satisfies FunctionRow;

export const GET_CONTACT = {
  description: 'Reads the contact of a person',
  tables: {
    contacts: [{ actions: ['GetItem'] }, { updates: ['setConfirmed'], answersNothing: true }],
    limits: [{ actions: ['GetItem'], subjects: ['optOuts'] }],
  },
  secrets: ['reference', 'subject'],
  emails: ['ask'],
} as const satisfies FunctionRow;

export const DELETE_CONTACT = {
  description: 'Deletes the contact of a person',
  tables: {
    contacts: [{ actions: ['DeleteItem', 'GetItem'] }],
    // Revokes the person's tokens.
    tokens: [{ actions: ['Query'] }, { updates: ['revoke'], answersNothing: true }],
  },
  secrets: ['reference'],
  logs: { audit: 'write' },
  emails: ['forget'],
} as const satisfies FunctionRow;

export const PUT_OPT_OUT = {
  description: 'Opts a number or an address out of messages, or back in',
  settings: { defaultCountry },
  tables: { limits: [{ actions: ['DeleteItem', 'PutItem'], subjects: ['optOuts'] }] },
  secrets: ['subject'],
  logs: { audit: 'write' },
} as const satisfies FunctionRow;

export const FIND_OPT_OUT = {
  description: 'Looks up whether a number or an address is opted out',
  settings: { defaultCountry },
  tables: { limits: [{ actions: ['GetItem'], subjects: ['optOuts'] }] },
  secrets: ['subject'],
  rights: ['ask who answered STOP'],
} as const satisfies FunctionRow;

/** By the names of their entries. */
export const CONTACT_ENDPOINTS = {
  'put-contact': PUT_CONTACT,
  'confirm-contact': CONFIRM_CONTACT,
  'get-contact': GET_CONTACT,
  'delete-contact': DELETE_CONTACT,
  'put-opt-out': PUT_OPT_OUT,
  'find-opt-out': FIND_OPT_OUT,
} as const satisfies Readonly<Record<string, FunctionRow>>;
