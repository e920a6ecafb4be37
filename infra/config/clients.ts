/** Checks `clientGroups`: clients of one group share their tokens, and all others are separate. */
import type { ClientGroups } from '../../handlers/contract/settings/codes.ts';
import type { SettingError } from './fields.ts';

/** A client belongs to at most one group, because a token has a single group in its key. */
export function checkClients({ clientGroups }: { readonly clientGroups: ClientGroups }): SettingError[] {
  const groupOf = new Map<string, string>();
  return Object.entries(clientGroups).flatMap(([group, members]) =>
    members.flatMap((client, index) => {
      const other = groupOf.get(client);
      groupOf.set(client, other ?? group);
      if (other === undefined) {
        return [];
      }
      const message = other === group ? 'is listed twice' : `is already in the group ${other}`;
      return [{ path: ['clientGroups', group, index], message }];
    }),
  );
}
