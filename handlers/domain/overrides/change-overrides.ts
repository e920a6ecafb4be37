/**
 * Changes what operators decided, so that of two at once neither loses what the other did. A change is a function of
 * what is there, and setting the same thing twice is the same: so it is tried again from what is there then.
 */

import type { Decision } from '../decision.ts';
import { accept } from '../decision.ts';
import { StoreUnavailable } from '../errors.ts';
import type { OverrideSource, Overrides } from './overrides.ts';
import { inForce } from './overrides.ts';

/** More operators than this do not write within the same moment. */
const MOST_TRIES = 6;

export interface StoredOverrides {
  readonly overrides: Overrides;
  /** Absent when nothing was ever stored. */
  readonly version?: number;
}

/** @throws StoreUnavailable, SecretUnavailable */
export interface OverrideStore extends OverrideSource {
  /** A consistent read. */
  read(): Promise<StoredOverrides>;
  /** False when somebody else wrote since it was read: then nothing changed. */
  replace(stored: StoredOverrides, overrides: Overrides): Promise<boolean>;
}

/** @throws StoreUnavailable: also after a lost answer, when the change may have been made */
export async function changeOverrides(
  store: OverrideStore,
  nowSeconds: number,
  change: (present: Overrides) => Decision<Overrides>,
): Promise<Decision<void>> {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const stored = await store.read();
    const changed = change(inForce(stored.overrides, nowSeconds));
    if (!changed.ok) {
      return changed;
    }
    if (await store.replace(stored, changed.value)) {
      return accept(undefined);
    }
  }
  throw new StoreUnavailable();
}
