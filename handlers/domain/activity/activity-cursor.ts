/**
 * Where a page of a search ended, as a text that reveals nothing: sealed, and bound to what was searched for. So it can
 * be neither read nor used for another search.
 */
import type { SearchActivityBody } from '../../contract/routes/activity.ts';
import type { Decision } from '../decision.ts';
import { accept, refuseFields } from '../decision.ts';
import type { Randomness } from '../randomness.ts';
import { canonicalJson } from '../token/canonical-json.ts';
import { sealText, unsealText } from '../token/seal-token.ts';
import type { TokenKeys } from '../token/token-keys.ts';

type Search = Omit<SearchActivityBody, 'cursor' | 'limit' | 'from' | 'to'>;
type CursorKeys = Pick<TokenKeys, 'cursorKey'>;

export const writePosition = (
  position: string,
  search: Search,
  { cursorKey }: CursorKeys,
  random: Pick<Randomness, 'bytes'>,
): string => sealText(position, boundTo(search), { sealKey: cursorKey }, random);

export function readPosition(text: string, search: Search, { cursorKey }: CursorKeys): Decision<string> {
  try {
    return accept(unsealText(text, boundTo(search), { sealKey: cursorKey }));
  } catch {
    return refuseFields([{ field: 'cursor', rule: 'must be a next_cursor from a previous response' }]);
  }
}

/** The list of tokens has other cursors, bound to a list of two. */
const boundTo = (search: Search): string => canonicalJson(['activity', 'search', search]);
