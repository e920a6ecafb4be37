/** What a code is used for, as far as the texts tell it apart. Callers name purposes, of which there are any number. */
import { DEFAULT_PURPOSE } from '../../contract/vocabulary.ts';

export const USES = ['signIn', 'payment', 'general'] as const;
export type Use = (typeof USES)[number];

/** Purposes whose texts say what the code is for; all others are general. */
const KNOWN_PURPOSES: ReadonlyMap<string, Use> = new Map([
  [DEFAULT_PURPOSE, 'signIn'],
  ['sign-in', 'signIn'],
  ['payment', 'payment'],
]);

export const useOf = (purpose: string): Use => KNOWN_PURPOSES.get(purpose) ?? 'general';

/** An example purpose for each use. */
export const PURPOSE_OF: Readonly<Record<Use, string>> = {
  signIn: DEFAULT_PURPOSE,
  payment: 'payment',
  general: 'export',
};
