/** Which hooks there are, and what each of them is told. */
import * as z from 'zod/mini';
import type { HookEntry } from '../hooks.ts';
import type { SettingRows, Value } from '../setting.ts';
import { whole } from '../setting.ts';

/** From half a minute to a day: no system takes its codes for longer. */
const lifetime = () => z.optional(whole(30, 86_400));

const supabase = () =>
  z
    .strictObject({
      sms: z.optional(z.strictObject({ validSeconds: lifetime() })),
      email: z.optional(z.strictObject({ validSeconds: lifetime() })),
    })
    .check(
      z.refine((given) => given.sms !== undefined || given.email !== undefined, 'must name sms or email'),
    );

const okta = () => z.strictObject({ refusals: z._default(z.enum(['pending', 'error']), 'pending') });

export const hooks = () => z.strictObject({ supabase: z.optional(supabase()), okta: z.optional(okta()) });

export type Hooks = Readonly<Value<typeof hooks>>;

/** A hook that is on. */
export interface HookOn {
  /** As logs, secrets and clients have it. */
  readonly name: string;
  readonly entry: HookEntry;
}

export const hooksIn = ({ supabase, okta }: Hooks): readonly HookOn[] => [
  ...(supabase?.sms ? [named('supabase-sms')] : []),
  ...(supabase?.email ? [named('supabase-email')] : []),
  ...(okta ? [named('okta-telephony')] : []),
];

const named = (entry: Exclude<HookEntry, 'gateway'>): HookOn => ({ name: entry, entry });

export const HOOK_SETTINGS = {
  hooks: {
    schema: hooks,
    default: {},
    defaultText: 'none',
    text: `\`{"supabase": {"sms": {}, "email": {}}, "okta": {}}\`: by which systems codes of their own can be delivered, by [Supabase](integrations/supabase.md) and [Okta](integrations/okta.md). Each hook adds a secret at 0.40 USD a month, and one function or, for Supabase, two. \`validSeconds\` is how long Supabase takes a code, which messages then say. \`refusals\` is \`pending\` or \`error\`: whether [Okta sends](integrations/okta.md#what-each-outcome-looks-like) what is refused here`,
  },
} as const satisfies SettingRows;
