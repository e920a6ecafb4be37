/** The part of the configuration that says which clients share their tokens; all others are apart. */
import { z } from 'zod';
import type { ClientGroups } from '../../handlers/contract/settings.ts';
import { STACK_CLIENTS } from '../../handlers/contract/vocabulary.ts';
import type { SettingError } from './destinations.ts';
import { structured } from './limits.ts';

const MOST_GROUPS = 50;
const MOST_MEMBERS = 50;

/** As Cognito allows ids: https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UserPoolClientType.html */
const CLIENT_ID = /^[\w+]{1,128}$/;

const member = z
  .string()
  .refine(
    (text) => CLIENT_ID.test(text) || STACK_CLIENTS.some((name) => name === text),
    `must be a client id, or one of ${STACK_CLIENTS.join(', ')} for the stack's own clients`,
  );

export const CLIENT_FIELDS = {
  clientGroups: structured(
    z
      .record(
        z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,31}$/),
        z.array(member).min(1, 'must name at least one client').max(MOST_MEMBERS),
        {
          error: ({ code }) =>
            code === 'invalid_key'
              ? 'must have names of 1 to 32 letters, digits, _ or -, that begin with a letter or digit'
              : undefined,
        },
      )
      .refine(
        (groups) => Object.keys(groups).length <= MOST_GROUPS,
        `must have at most ${MOST_GROUPS} groups`,
      ),
  ).default({}),
};

/** A client belongs to one group: in two, its tokens would be in neither or both. */
export function checkClients({ clientGroups }: { readonly clientGroups: ClientGroups }): SettingError[] {
  const groupOf = new Map<string, string>();
  return Object.entries(clientGroups).flatMap(([group, members]) =>
    members.flatMap((client, index) => {
      const other = groupOf.get(client);
      groupOf.set(client, other ?? group);
      if (other === undefined) return [];
      const message = other === group ? 'is there twice' : `is in the group ${other} already`;
      return [{ path: ['clientGroups', group, index], message }];
    }),
  );
}
