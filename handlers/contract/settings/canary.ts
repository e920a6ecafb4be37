/** The setting of the canary: how often it asks for a code and verifies it. */
import * as z from 'zod/mini';
import type { Immutable } from '../described.ts';
import type { SettingRows, Value } from '../setting.ts';
import { whole } from '../setting.ts';

/** Null turns it off: then nothing of it is deployed. */
export const canary = () => z.nullable(z.strictObject({ everyMinutes: whole(1, 60) }));
export type Canary = Immutable<Value<typeof canary>>;

export const CANARY_SETTINGS = {
  canary: {
    schema: canary,
    default: null,
    defaultText: 'off',
    text: '`{"everyMinutes": 5}`: a [canary](runbook.md#canary) asks for a code and verifies it, from outside, as a client does. Needs a test destination in `testDestinations`. With `production`, that is the only one, and [only the canary can use it](security.md#test-destinations)',
  },
} as const satisfies SettingRows;
