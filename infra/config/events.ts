/** The part of the configuration that is about what goes out when something happens. */
import type { Webhooks } from '../../handlers/contract/settings/events.ts';
import { EVENT_SETTINGS } from '../../handlers/contract/settings/events.ts';
import type { ConfigKey, SettingError } from './fields.ts';
import { flag, keysOf } from './fields.ts';

export const EVENT_KEYS = {
  events: {
    field: flag.default(false),
    text: 'whether [events](events.md) are put on an event bus of EventBridge: a bus, a function, a queue for what could not be put, and 1 USD for a million events',
  },
  ...keysOf(EVENT_SETTINGS),
} satisfies Record<string, ConfigKey>;

/** Webhooks are sent what is on the bus. */
export const checkEvents = ({
  events,
  webhooks,
}: {
  readonly events: boolean;
  readonly webhooks: Webhooks;
}): SettingError[] =>
  webhooks.length > 0 && !events
    ? [{ path: ['webhooks'], message: 'needs events: they are sent what is on the bus' }]
    : [];
