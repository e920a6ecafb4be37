/** Strings of what searches have in common: the field, and the period. */
import { shared } from '../../strings.ts';
import type { SearchKind } from './recognise.ts';

const KINDS: Readonly<Record<SearchKind, string>> = {
  person: shared.userId,
  phone: shared.phoneNumber,
  email: 'Email address',
  request: shared.requestId,
  execution: 'Execution ARN',
};

/** `phone number`, `request ID`. */
const inSentence = (kind: SearchKind): string =>
  KINDS[kind].toLowerCase().replace(/\b(id|arn)\b/, (word) => word.toUpperCase());

export const text = {
  kinds: KINDS,
  readAs: 'Search by',
  automatic: 'Detect automatically',
  inSentence,
  recognised: (kind: SearchKind) => `Recognised: ${inSentence(kind)}`,
  missing: 'Enter something to search for.',
  period: shared.period,
  anyTime: 'Any time',
  invalidPeriod: 'Choose a start and an end.',
  endsFirst: 'The end must be later than the start.',
} as const;
