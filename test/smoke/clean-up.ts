/**
 * Removes the tokens and contacts that the smoke test leaves behind. Used and expired tokens need no removal.
 */
import { SCOPES } from '../../handlers/contract/vocabulary.ts';
import { CheckFailed, described } from './outcome.ts';
import type { Walk } from './walk.ts';

/** @throws {CheckFailed} when something could not be removed */
export async function cleanUp(walk: Walk): Promise<string> {
  const scopes = await walk.grantedScopes();
  const tokens = scopes.has(SCOPES.revoke) ? await removeAll(walk, 'tokens', walk.withToken) : 0;
  const contacts = await removeAll(walk, 'contacts', walk.withContact);
  const left = walk.withToken.size;
  const expiring =
    left > 0 ? `, ${left} tokens are left to expire, because the client has no ${SCOPES.revoke}` : '';
  return `${tokens} tokens, ${contacts} contacts${expiring}`;
}

async function removeAll(walk: Walk, what: 'tokens' | 'contacts', people: Set<string>): Promise<number> {
  let removed = 0;
  const failures: string[] = [];
  for (const person of people) {
    const answer = await walk.api('DELETE', `/${what}/${encodeURIComponent(person)}`);
    if (answer.status !== 204) {
      failures.push(`${answer.request}: ${described(answer)}`);
      continue;
    }
    people.delete(person);
    removed += 1;
  }
  if (failures.length > 0) {
    throw new CheckFailed(failures.join('; '));
  }
  return removed;
}
