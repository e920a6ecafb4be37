/** The steps of the setup checklist, and how each stands. */
import type { PageConfig } from '../../../../handlers/contract/page.ts';
import type { LimitsAnswer } from '../../../../handlers/contract/routes/limits.ts';

const ITEM_IDS = [
  'operator',
  'production',
  'countries',
  'budget',
  'sender',
  'email',
  'sandbox',
  'alarms',
  'test',
] as const;
export type ItemId = (typeof ITEM_IDS)[number];

/** `unknown` while it is not read. */
export type ItemState = 'done' | 'open' | 'unknown' | 'by_hand';

export interface SetupItem {
  readonly id: ItemId;
  readonly state: ItemState;
  /** Whether nothing but a person knows. */
  readonly isByHand: boolean;
}

/**
 * The steps that only a person can confirm. The sandbox is a setting of the account that reading would need one more
 * right for, and an alarm's address is useless until somebody has followed the link that AWS mails to it.
 */
const BY_HAND: readonly ItemId[] = ['sandbox', 'alarms', 'test'];

export function setupItems(
  config: Pick<PageConfig, 'production' | 'setup' | 'messages'>,
  limits: LimitsAnswer | undefined,
  ticked: readonly string[],
): readonly SetupItem[] {
  const { allowed_countries, has_sender_id } = config.setup;
  const known: Readonly<Partial<Record<ItemId, boolean | undefined>>> = {
    // Nobody else sees this list.
    operator: true,
    production: config.production,
    countries: allowed_countries.length > 0,
    budget: limits && Object.keys(limits.budget ?? {}).length > 0,
    sender: has_sender_id,
    email: config.messages.email_sender === 'ses',
  };
  return ITEM_IDS.map((id) => {
    const isByHand = BY_HAND.includes(id);
    return {
      id,
      isByHand,
      state: isByHand ? (ticked.includes(id) ? 'done' : 'by_hand') : stateOf(known[id]),
    };
  });
}

function stateOf(isDone: boolean | undefined): ItemState {
  if (isDone === undefined) {
    return 'unknown';
  }
  return isDone ? 'done' : 'open';
}
