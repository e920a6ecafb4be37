/**
 * Which clients are kept apart, and which one is the operators'.
 *
 * A code belongs to the group of the client that asked for it, and a client in no configured group is a group of
 * its own. So one client can neither check, lock, resend, list nor revoke what another client's people were sent.
 */
import type { ClientGroups } from '../../contract/settings/codes.ts';
import type { StackClient } from '../../contract/vocabulary.ts';
import { TOKEN_SLOT } from '../../contract/vocabulary.ts';
import type { PersonPurpose, TokenKey } from './token-store.ts';

/** Names by which the configuration knows the clients that the stack makes, and their ids. */
export type StackClients = Readonly<Partial<Record<StackClient, string>>>;

export interface Clients {
  /** The group that a client's codes belong to. */
  groupOf(clientId: string): string;
  /** Whether it is the page's client, by which operators act: they reach the codes of every client. */
  isOperator(clientId: string): boolean;
}

export function readClients(groups: ClientGroups, stackClients: StackClients): Clients {
  const known = new Map<string, string | undefined>(Object.entries(stackClients));
  const byClient = new Map(
    Object.entries(groups).flatMap(([name, members]) =>
      // Client ids have no "@", so no group can be taken for a client.
      members.map((member) => [known.get(member) ?? member, `@${name}`] as const),
    ),
  );
  return {
    groupOf: (clientId) => byClient.get(clientId) ?? clientId,
    isOperator: (clientId) => clientId !== '' && clientId === stackClients.page,
  };
}

/** The sort key of a token. A group has no "#", so no two pairs look alike. */
export const slotOf = ({ client_group, purpose }: Omit<TokenKey, 'user_id'>): string =>
  `${client_group}${TOKEN_SLOT}${purpose}`;

/** The group and purpose of a sort key. */
export function readSlot(slot: string): Omit<TokenKey, 'user_id'> {
  const at = slot.indexOf(TOKEN_SLOT);
  return { client_group: slot.slice(0, at), purpose: slot.slice(at + 1) };
}

/** Whose tokens a caller asks about: those of one group, or with `undefined` those of all. */
export function reachOf(clientId: string, asked: string | undefined, clients: Clients): Reach {
  if (clients.isOperator(clientId)) {
    return { client_group: asked };
  }
  const own = clients.groupOf(clientId);
  return asked === undefined || asked === own ? { client_group: own } : 'nothing';
}

/** `nothing`: what another client issued is, to a client, as if it were not there. */
export type Reach = { readonly client_group: string | undefined } | 'nothing';

/** The keys that a caller means by a person and purpose; `find` gives all of the person's tokens. */
export async function keysWithin<Token extends TokenKey>(
  { user_id, purpose }: PersonPurpose,
  reach: Reach,
  find: (userId: string) => Promise<readonly Token[]>,
): Promise<readonly TokenKey[]> {
  if (reach === 'nothing') {
    return [];
  }
  const { client_group } = reach;
  if (client_group !== undefined) {
    return [{ user_id, purpose, client_group }];
  }
  return (await find(user_id)).filter((token) => token.purpose === purpose);
}
