/** Checks `clientGroups`: clients of one group share their tokens, and all others are separate. */
import type { ClientGroups } from '../../handlers/contract/settings/codes.ts';
import type { StackClient } from '../../handlers/contract/vocabulary.ts';
import type { SettingError } from './fields.ts';

/** A client belongs to at most one group, because a token has a single group in its key. */
export function checkClients({ clientGroups }: { readonly clientGroups: ClientGroups }): SettingError[] {
  const groupOf = new Map<string, string>();
  return Object.entries(clientGroups).flatMap(([group, members]) =>
    members.flatMap((client, index) => {
      if (client === ('canary' satisfies StackClient)) {
        // Its code is in the configuration, and must not count for another client.
        const message = 'must not name the canary, whose codes are no secret';
        return [{ path: ['clientGroups', group, index], message }];
      }
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
