/** The rows of the functions of the activity log, and what it adds to others. All are absent where it is off. */
import { stackClients } from '../deployed.ts';
import type { FunctionPart, FunctionRow } from '../function.ts';
import { activityDays } from '../settings/activity.ts';
import { clientGroups } from '../settings/codes.ts';
import { defaultCountry } from '../settings/destinations.ts';

/**
 * Added to whatever keeps entries; its row names `activityDays`, by which it knows whether there is a log, and no table
 * of it.
 */
export const KEEP_ACTIVITY = {
  tables: { activity: [{ actions: ['PutItem'] }] },
} as const satisfies FunctionPart;

export const NOTE_THE_OUTCOME = {
  description: 'Notes a request that failed before anything was sent',
  settings: { activityDays, clientGroups, defaultCountry },
  deployed: { stackClients },
  secrets: ['subject'],
} as const satisfies FunctionRow;

/** Reads, and so keeps nothing: it shows no entry that is older than `activityDays` say now. */
export const SEARCH_ACTIVITY = {
  description: 'Finds what happened to requests',
  settings: { activityDays, clientGroups, defaultCountry },
  deployed: { stackClients },
  tables: { activity: [{ actions: ['GetItem', 'Query'], onIndex: true }] },
  secrets: ['reference', 'subject'],
} as const satisfies FunctionRow;

/** By the names of their entries. */
export const ACTIVITY_ENDPOINTS = {
  'search-activity': SEARCH_ACTIVITY,
} as const satisfies Readonly<Record<string, FunctionRow>>;
