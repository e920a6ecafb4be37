/** The check of which clients share their tokens; all others are apart. */
import type { ClientGroups } from '../../handlers/contract/settings/codes.ts';
import type { SettingError } from './fields.ts';

/** A client belongs to one group: in two, its tokens would be in neither or both. */
export function checkClients({ clientGroups }: { readonly clientGroups: ClientGroups }): SettingError[] {
  const groupOf = new Map<string, string>();
  return Object.entries(clientGroups).flatMap(([group, members]) =>
    members.flatMap((client, index) => {
      const other = groupOf.get(client);
      groupOf.set(client, other ?? group);
      if (other === undefined) {
        return [];
      }
      const message = other === group ? 'is there twice' : `is in the group ${other} already`;
      return [{ path: ['clientGroups', group, index], message }];
    }),
  );
}
