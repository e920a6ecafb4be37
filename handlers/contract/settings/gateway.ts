/** Which presets of the gateway hook are on, and presets of the owner's own. */
import * as z from 'zod/mini';
import { MOST_VALID_SECONDS } from '../fields.ts';
import type { Value } from '../setting.ts';
import { text, whole } from '../setting.ts';
import { CHANNELS } from '../vocabulary.ts';

/** The presets that the product has. */
export const GATEWAY_PRESET_NAMES = [
  'authentik',
  'logto',
  'fusionauth',
  'descope',
  'auth0',
  'auth0-gateway',
  'keycloak',
  'kratos',
  'zitadel',
  'zitadel-email',
] as const;
export type GatewayPresetName = (typeof GATEWAY_PRESET_NAMES)[number];

/** Durations, and moments at which a code ends. */
const EXPIRY_UNITS = [
  'nanoseconds',
  'milliseconds',
  'seconds',
  'minutes',
  'hours',
  'unix-seconds',
  'unix-milliseconds',
  'iso-8601',
] as const;
export type ExpiryUnit = (typeof EXPIRY_UNITS)[number];

const NAME = /^[a-z][a-z0-9-]{0,31}$/;
const NAME_RULE = 'must have names of 1 to 32 letters a to z, digits or -, that begin with a letter';
/** The stack's outputs have the names without a -. */
const ALIKE_RULE = 'must have names that differ in more than a -';

const withoutDashes = (name: string): string => name.replaceAll('-', '');

/** Their secrets are in the environment of one function, which has 4 KB. */
const MOST_PRESETS = 12;

const PATH = /^[\w-]{1,64}(\.[\w-]{1,64}){0,9}$/;
const PATH_RULE = 'must be a path of members, such as payload.user.id';

const path = () => text(PATH, PATH_RULE, PATH_RULE);

/** Typed wrong, the name of a preset is the name of a new one, which has no paths. */
const neededPath = () =>
  z
    .string({
      error: ({ input }) =>
        input === undefined
          ? `is missing: presets other than ${GATEWAY_PRESET_NAMES.join(', ')} need paths to destination and code`
          : PATH_RULE,
    })
    .check(z.regex(PATH, PATH_RULE));

const lifetime = () => z.optional(whole(1, MOST_VALID_SECONDS));

const AUTHENTICATION_RULE = 'must be basic, bearer or {"header": "<name>"}';

const ownPreset = () =>
  z.strictObject({
    destination: neededPath(),
    code: neededPath(),
    user: z.optional(path()),
    purpose: z.optional(path()),
    locale: z.optional(path()),
    expiry: z.optional(z.strictObject({ path: path(), unit: z.enum(EXPIRY_UNITS) })),
    validSeconds: lifetime(),
    channels: z._default(
      z
        .array(z.enum(CHANNELS))
        .check(
          z.refine(
            (list) => list.length > 0 && new Set(list).size === list.length,
            'must name one or more channels, each once',
          ),
        ),
      ['sms'],
    ),
    numbers: z._default(z.enum(['as-typed', 'international']), 'as-typed'),
    authentication: z.optional(
      z.union(
        [
          z.enum(['basic', 'bearer']),
          z.strictObject({ header: text(/^[A-Za-z0-9-]{1,64}$/, AUTHENTICATION_RULE) }),
        ],
        AUTHENTICATION_RULE,
      ),
    ),
    retriesErrors: z._default(z.boolean(), false),
  });

/** A preset of the owner's own: where the body has what, and how its system behaves. */
export type OwnPreset = Readonly<Value<typeof ownPreset>>;

/**
 * By name, presets of the product and of the owner's own. Written down, because what TypeScript infers gives the
 * product's presets two types that exclude each other, and then nobody can name one in TypeScript.
 */
export interface Gateway {
  readonly [preset: string]: OwnPreset | { readonly validSeconds?: number | undefined } | undefined;
}

const builtIn = () => z.optional(z.strictObject({ validSeconds: lifetime() }));

export const gateway = (): z.ZodMiniType<Gateway> =>
  z
    .catchall(
      z.object({
        authentik: builtIn(),
        logto: builtIn(),
        fusionauth: builtIn(),
        descope: builtIn(),
        auth0: builtIn(),
        'auth0-gateway': builtIn(),
        keycloak: builtIn(),
        kratos: builtIn(),
        zitadel: builtIn(),
        'zitadel-email': builtIn(),
      } satisfies Record<GatewayPresetName, unknown>),
      ownPreset(),
    )
    .check(
      z.refine((given) => Object.keys(given).length > 0, 'must name at least one preset'),
      z.refine(
        (given) => Object.keys(given).length <= MOST_PRESETS,
        `must have at most ${MOST_PRESETS} presets`,
      ),
      z.refine((given) => Object.keys(given).every((name) => NAME.test(name)), NAME_RULE),
      z.refine(
        (given) => new Set(Object.keys(given).map(withoutDashes)).size === Object.keys(given).length,
        ALIKE_RULE,
      ),
    );
