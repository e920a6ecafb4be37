/** Which hooks there are, and what each of them is told. */
import * as z from 'zod/mini';
import { MOST_VALID_SECONDS } from '../fields.ts';
import type { HookEntry } from '../hooks.ts';
import { gatewayHookName, HOOK_ROUTES } from '../hooks.ts';
import type { SettingRows, Value } from '../setting.ts';
import { whole } from '../setting.ts';
import { gateway } from './gateway.ts';

const lifetime = () => z.optional(whole(1, MOST_VALID_SECONDS));

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

export const hooks = () =>
  z.strictObject({
    supabase: z.optional(supabase()),
    okta: z.optional(okta()),
    gateway: z.optional(gateway()),
  });

export type Hooks = Readonly<Value<typeof hooks>>;

/** A hook that is on. */
export interface HookOn {
  /** As logs, secrets and clients have it. */
  readonly name: string;
  readonly entry: HookEntry;
  /** Below the API's URL. */
  readonly path: string;
}

export const hooksIn = ({ supabase, okta, gateway }: Hooks): readonly HookOn[] => [
  ...(supabase?.sms ? [named('supabase-sms')] : []),
  ...(supabase?.email ? [named('supabase-email')] : []),
  ...(okta ? [named('okta-telephony')] : []),
  ...Object.entries(gateway ?? {}).flatMap(([preset, settings]) =>
    settings === undefined ? [] : [presetNamed(preset)],
  ),
];

const named = (entry: Exclude<HookEntry, 'gateway'>): HookOn => ({
  name: entry,
  entry,
  path: HOOK_ROUTES[entry].path,
});

const presetNamed = (preset: string): HookOn => ({
  name: gatewayHookName(preset),
  entry: 'gateway',
  path: HOOK_ROUTES.gateway.path.replace('{preset}', preset),
});

export const HOOK_SETTINGS = {
  hooks: {
    schema: hooks,
    default: {},
    defaultText: 'none',
    text: '`{"supabase": {"sms": {}, "email": {}}, "okta": {}, "gateway": {"logto": {}}}`: the systems that have their own codes delivered: [Supabase](integrations/supabase.md), [Okta](integrations/okta.md) and the presets of the [gateway](integrations/README.md#gateway-hooks), or [your own](integrations/your-own-preset.md). Each hook adds a secret at 0.40 USD a month, and a function; all presets share one. `validSeconds` is how long a system accepts its codes; messages then say so. With `"refusals": "error"`, [Okta sends](integrations/okta.md#what-each-outcome-looks-like) what is refused here',
  },
} as const satisfies SettingRows;
