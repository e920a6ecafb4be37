/**
 * What the view searches for. IDs are in the URL, so that a search can be linked to. Full numbers and addresses are
 * not: URLs end up in histories, chats and logs.
 */
import { name } from '../../shell/url-parameters.ts';
import type { SearchKind } from '../search/recognise.ts';
import { recognise } from '../search/recognise.ts';
import type { Sought } from './activity-query.ts';

export const SOUGHT_PARAMETERS = { user_id: name(), request_id: name(), execution: name() };

type InUrl = { readonly [Name in keyof typeof SOUGHT_PARAMETERS]: string };

const PARAMETER_OF: Readonly<Partial<Record<SearchKind, keyof InUrl>>> = {
  person: 'user_id',
  request: 'request_id',
  execution: 'execution',
};

/** Full destinations. */
const HIDDEN_KINDS: readonly SearchKind[] = ['phone', 'email'];

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
  return looksLike !== undefined && HIDDEN_KINDS.includes(looksLike);
}

/** The parameters that name it; all are empty for what is hidden. */
export function parametersOf(sought: Sought | undefined): InUrl {
  if (sought === undefined || isHidden(sought)) {
    return NONE;
  }
  const parameter = PARAMETER_OF[sought.kind];
  return parameter === undefined ? NONE : { ...NONE, [parameter]: sought.value };
}
