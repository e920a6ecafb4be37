/** The configuration sets of the stack, and where they publish events. */
import type { Stack } from '../../cloudformation/load-stack.ts';

export interface ConfigurationSet {
  /** Of the account's suppression list, which entries hold a message back. */
  readonly suppressedReasons: readonly string[];
  /** Kinds of events that go to the event bus, in lower case. */
  readonly published: readonly string[];
}

/** Both reasons, which is what an account has by default. */
export const EVERY_REASON: readonly string[] = ['BOUNCE', 'COMPLAINT'];

/** By name. A set that a destination of the stack names is the owner's, who made it before. */
export function configurationSetsOf({
  resources,
}: Pick<Stack, 'resources'>): ReadonlyMap<string, ConfigurationSet> {
  const all = [...resources.values()];
  const sets = new Map<string, ConfigurationSet>();
  for (const { ref, properties } of all.filter(({ type }) => type === 'AWS::SES::ConfigurationSet')) {
    const { SuppressionOptions = {} } = properties as {
      SuppressionOptions?: { SuppressedReasons?: readonly string[] };
    };
    sets.set(ref, { suppressedReasons: SuppressionOptions.SuppressedReasons ?? EVERY_REASON, published: [] });
  }
  const destinations = all.filter(({ type }) => type === 'AWS::SES::ConfigurationSetEventDestination');
  for (const { properties } of destinations) {
    const { ConfigurationSetName, EventDestination } = properties as {
      ConfigurationSetName: string;
      EventDestination: {
        Enabled?: boolean;
        EventBridgeDestination?: object;
        MatchingEventTypes?: readonly string[];
      };
    };
    const { Enabled, EventBridgeDestination, MatchingEventTypes = [] } = EventDestination;
    const isOn = Enabled !== false && EventBridgeDestination !== undefined;
    const known = sets.get(ConfigurationSetName) ?? { suppressedReasons: EVERY_REASON, published: [] };
    sets.set(ConfigurationSetName, {
      ...known,
      published: [...known.published, ...(isOn ? MatchingEventTypes.map((each) => each.toLowerCase()) : [])],
    });
  }
  return sets;
}
