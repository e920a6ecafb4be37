/**
 * What the view searches for. IDs are in the URL, so that a search can be linked to. Full numbers and addresses are
 * not: URLs end up in histories, chats and logs.
 */
import { name } from '../../shell/url-parameters.ts';
import { recognise } from '../search/recognise.ts';
import type { Sought } from './activity-query.ts';

export const SOUGHT_PARAMETERS = { user_id: name(), request_id: name(), execution: name() };

type InUrl = { readonly [Name in keyof typeof SOUGHT_PARAMETERS]: string };

const NONE: InUrl = { user_id: '', request_id: '', execution: '' };

/** `hidden` is what is not in the URL; a link to something else replaces it. */
export function soughtIn(
  { user_id, request_id, execution }: InUrl,
  hidden: Sought | undefined,
): Sought | undefined {
  if (execution !== '') {
    return { kind: 'execution', value: execution };
  }
  if (request_id !== '') {
    return { kind: 'request', value: request_id };
  }
  return user_id === '' ? hidden : { kind: 'person', value: user_id };
}

/** Also a user's id that may be a number or an address. */
export function isHidden(sought: Sought | undefined): boolean {
  const looksLike =
    sought?.kind === 'person' ? recognise(sought.value, ['person', 'phone', 'email']) : sought?.kind;
  return looksLike === 'phone' || looksLike === 'email';
}

/** The parameters that name it; all are empty for what is hidden. */
export function parametersOf(sought: Sought | undefined): InUrl {
  if (sought === undefined || isHidden(sought)) {
    return NONE;
  }
  switch (sought.kind) {
    case 'person':
      return { ...NONE, user_id: sought.value };
    case 'request':
      return { ...NONE, request_id: sought.value };
    case 'execution':
      return { ...NONE, execution: sought.value };
    default:
      return NONE;
  }
}
