/**
 * Where deliveries are kept in the tokens table: each under its own key, whatever the person's live token or
 * other deliveries are. So it neither replaces nor revokes them, nor waits for them, and no verification finds it.
 *
 * Its client group has the delivery's id behind the group's name; the state machine makes the same key of that.
 */
import type { CodeKind } from '../../contract/vocabulary.ts';
import { TOKEN_SLOT } from '../../contract/vocabulary.ts';
import type { TokenKey } from './token-store.ts';

/** The name of a group contains no "#". */
const MARK = `${TOKEN_SLOT}${TOKEN_SLOT}`;

/** The group that a delivery is stored under. */
export const deliveryGroup = (clientGroup: string, deliveryId: string): string =>
  `${clientGroup}${MARK}${deliveryId}`;

export const isDelivery = ({ client_group }: Pick<TokenKey, 'client_group'>): boolean =>
  client_group.includes(MARK);

export const kindOf = (key: Pick<TokenKey, 'client_group'>): CodeKind =>
  isDelivery(key) ? 'delivery' : 'token';

/** The clients that an entry belongs to, be it a delivery or a token. */
export const groupOfClients = ({ client_group }: Pick<TokenKey, 'client_group'>): string =>
  client_group.split(MARK, 1)[0] ?? client_group;
