/** The rows of the functions that speak Twilio Verify; deployed where `twilioVerify` is on. */
import { stateMachineArn, twilioAccountSid, twilioServiceSid } from '../deployed.ts';
import type { FunctionRow } from '../function.ts';
import { activityDays } from '../settings/activity.ts';
import { clientGroups } from '../settings/codes.ts';
import { guessLimits } from '../settings/limits.ts';
import { countedCountries, metricsBy } from '../settings/metrics.ts';
import { pumpingGuard } from '../settings/texts.ts';

const SIDS = { twilioAccountSid, twilioServiceSid } as const;

export const START_VERIFICATION = {
  description: 'Starts a verification for a Twilio Verify client',
  settings: { clientGroups },
  deployed: { ...SIDS, stateMachineArn },
  tables: { tokens: [{ actions: ['GetItem'] }] },
  // The token secret seals a code that the caller brings.
  secrets: ['reference', 'subject', 'token', 'twilio'],
  rights: ['start the machine'],
} as const satisfies FunctionRow;

export const CHECK_VERIFICATION = {
  description: 'Checks a code for a Twilio Verify client',
  tells: ['code.verified', 'code.refused', 'person.locked'],
  settings: { activityDays, clientGroups, countedCountries, guessLimits, metricsBy, pumpingGuard },
  deployed: SIDS,
  tables: {
    tokens: [
      { actions: ['GetItem', 'Query'] },
      { updates: ['countAttempt', 'settleAttempt', 'returnAttempt', 'markUsed'] },
    ],
    limits: [
      { actions: ['UpdateItem'], subjects: ['guesses', 'numbers', 'prefixes'] },
      { actions: ['GetItem'], subjects: ['guesses'] },
    ],
  },
  secrets: ['reference', 'subject', 'token', 'twilio'],
} as const satisfies FunctionRow;

export const FETCH_VERIFICATION = {
  description: 'Reads a verification for a Twilio Verify client',
  settings: { clientGroups },
  deployed: SIDS,
  tables: { tokens: [{ actions: ['GetItem'] }] },
  secrets: ['reference', 'subject', 'twilio'],
} as const satisfies FunctionRow;

export const UPDATE_VERIFICATION = {
  description: 'Approves or cancels a verification for a Twilio Verify client',
  settings: { clientGroups, pumpingGuard },
  deployed: SIDS,
  tables: {
    tokens: [{ actions: ['GetItem'] }, { updates: ['markUsed', 'revoke'] }],
    // What the caller approves counts for the pumping guard.
    limits: [{ actions: ['UpdateItem'], subjects: ['prefixes'] }],
  },
  secrets: ['reference', 'subject', 'twilio'],
} as const satisfies FunctionRow;

/** By the names of their entries. */
export const TWILIO_FUNCTIONS = {
  'start-verification': START_VERIFICATION,
  'check-verification': CHECK_VERIFICATION,
  'fetch-verification': FETCH_VERIFICATION,
  'update-verification': UPDATE_VERIFICATION,
} as const satisfies Readonly<Record<string, FunctionRow>>;
