/** What operators decided, in a variable, for tests. The table's contract suite runs against both. */
import type { OverrideStore, StoredOverrides } from '../../handlers/domain/overrides/change-overrides.ts';
import type { Overrides } from '../../handlers/domain/overrides/overrides.ts';
import { NO_OVERRIDES } from '../../handlers/domain/overrides/overrides.ts';

export function overridesInMemory(overrides: Overrides = NO_OVERRIDES): OverrideStore {
  let stored: StoredOverrides = { overrides };
  return {
    read: async () => stored,
    current: async () => stored.overrides,
    async replace({ version }, changed) {
      if (version !== stored.version) {
        return false;
      }
      stored = { overrides: changed, version: (version ?? 0) + 1 };
      return true;
    },
  };
}
