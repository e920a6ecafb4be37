/** The part of the configuration that is about what goes out when something happens. */
import type { Webhooks } from '../../handlers/contract/settings/events.ts';
import { EVENT_SETTINGS } from '../../handlers/contract/settings/events.ts';
import { MOST_CALLS } from '../../handlers/contract/webhooks.ts';
import type { ConfigKey, SettingError } from './fields.ts';
import { flag, keysOf, whole } from './fields.ts';

export const EVENT_KEYS = {
  events: {
    field: flag.default(false),
    text: 'whether [events](events.md) are put on an event bus of EventBridge: a bus, a function, a queue for what could not be put, and 1 USD for a million events',
  },
  eventsConcurrency: {
    field: whole(1, MOST_CALLS).optional(),
    text: 'how many executions of Lambda the function that puts events may use at once, and that are kept for it. Unset, it may use what the account has: see [the runbook](runbook.md#events). AWS leaves at least 100 executions unreserved, so an account needs more than these. Needs `events`',
  },
  ...keysOf(EVENT_SETTINGS),
} satisfies Record<string, ConfigKey>;

/** Webhooks are sent what is on the bus, and without one nothing puts events. */
export const checkEvents = ({
  events,
  eventsConcurrency,
  webhooks,
}: {
  readonly events: boolean;
  readonly eventsConcurrency?: number | undefined;
  readonly webhooks: Webhooks;
}): SettingError[] =>
  events
    ? []
    : [
        ...(webhooks.length > 0
          ? [{ path: ['webhooks'], message: 'needs events: they are sent what is on the bus' }]
          : []),
        ...(eventsConcurrency === undefined
          ? []
          : [
              { path: ['eventsConcurrency'], message: 'needs events: it is for the function that puts them' },
            ]),
      ];
