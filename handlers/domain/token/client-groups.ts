/**
 * Which clients are kept separate, and which one belongs to the operators.
 *
 * A code belongs to the group of the client that requested it. A client in no configured group forms its own
 * group. So a client cannot verify, lock, resend, list or revoke the codes of another group.
 */
import type { ClientGroups } from '../../contract/settings/codes.ts';
import type { StackClient } from '../../contract/vocabulary.ts';
import { TOKEN_SLOT } from '../../contract/vocabulary.ts';
import type { Decision } from '../decision.ts';
import { refuse } from '../decision.ts';
import { isDelivery } from './delivery-slot.ts';
import type { PersonPurpose, TokenKey } from './token-store.ts';

/** The names that the configuration uses for the clients that the stack creates, with their ids. */
export type StackClients = Readonly<Partial<Record<StackClient, string>>>;

export interface Clients {
  /** The group that a client's codes belong to. */
  groupOf(clientId: string): string;
  /** Whether it is the page's client, which operators use: it reaches the codes of every client. */
  isOperator(clientId: string): boolean;
  /** Whether it is the canary's client, which reaches its test destination only and is left out of the metrics. */
  isCanary(clientId: string): boolean;
}

export function readClients(groups: ClientGroups, stackClients: StackClients): Clients {
  const known = new Map<string, string | undefined>(Object.entries(stackClients));
  const byClient = new Map(
    Object.entries(groups).flatMap(([name, members]) =>
      // Client ids contain no "@", so a group cannot be mistaken for a client.
      members.map((member) => [known.get(member) ?? member, `@${name}`] as const),
    ),
  );
  return {
    groupOf: (clientId) => byClient.get(clientId) ?? clientId,
    isOperator: (clientId) => clientId !== '' && clientId === stackClients.page,
    isCanary: (clientId) => clientId !== '' && clientId === stackClients.canary,
  };
}

/** The sort key of a token. Neither a group nor a purpose contains a "#", so different pairs have different keys. */
export const slotOf = ({ client_group, purpose }: Omit<TokenKey, 'user_id'>): string =>
  `${client_group}${TOKEN_SLOT}${purpose}`;

/** The group and purpose in a sort key. */
export function readSlot(slot: string): Omit<TokenKey, 'user_id'> {
  const at = slot.lastIndexOf(TOKEN_SLOT);
  return { client_group: slot.slice(0, at), purpose: slot.slice(at + 1) };
}

/** Whose tokens a caller reaches: those of one group, or of all groups if it is `undefined`. */
export function reachOf(clientId: string, asked: string | undefined, clients: Clients): Reach {
  if (clients.isOperator(clientId)) {
    return { client_group: asked };
  }
  const own = clients.groupOf(clientId);
  return asked === undefined || asked === own ? { client_group: own } : 'nothing';
}

/** `nothing`: to a client, the tokens of another group do not exist. */
export type Reach = { readonly client_group: string | undefined } | 'nothing';

/** For what cannot be told apart by client, and so is for operators alone. */
export const refuseToOthers = (): Decision<never> =>
  refuse('forbidden', 'Only operators may read this: it is not kept apart by client.');

/** The keys that a person and purpose mean within a caller's reach; `find` returns the person's tokens. */
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
  return (await find(user_id)).filter((token) => token.purpose === purpose && !isDelivery(token));
}
