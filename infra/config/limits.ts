/** The part of the configuration that says how often: send limits, guess limits, resends. */
import { z } from 'zod';
import { RESEND_MODES } from '../../handlers/contract/settings.ts';
import { LIMIT_KEY_NAME, MOST_LIMIT_KEYS } from '../../handlers/contract/vocabulary.ts';

/** The command line (`-c key=...`) gives text: JSON for what has a structure. */
export const structured = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value, context) => {
    if (typeof value !== 'string') return value;
    try {
      return JSON.parse(value);
    } catch {
      context.addIssue({ code: 'custom', message: 'must be JSON on the command line' });
      return z.NEVER;
    }
  }, schema);

/** DynamoDB counts no further than it is asked to; a longer window than a month would be a quota. */
const windows = (mostWindows: number) =>
  z
    .array(
      z.strictObject({
        limit: z.number().int().min(1).max(1_000_000_000),
        windowSeconds: z.number().int().min(1).max(2_678_400),
      }),
    )
    .max(mostWindows)
    .refine(
      (list) => new Set(list.map(({ windowSeconds }) => windowSeconds)).size === list.length,
      'must have one limit for each windowSeconds',
    );

const MOST_WINDOWS = 5;

const DEFAULT_SEND_LIMITS = {
  person: [
    { limit: 5, windowSeconds: 600 },
    { limit: 20, windowSeconds: 86_400 },
  ],
  destination: [
    { limit: 5, windowSeconds: 600 },
    { limit: 10, windowSeconds: 86_400 },
  ],
  client: [],
  deployment: [],
};

/** A mailbox gets few confirmations, whoever asks; a client has room for what enrols people all day. */
const DEFAULT_CONFIRMATION_LIMITS = {
  person: [
    { limit: 3, windowSeconds: 3600 },
    { limit: 5, windowSeconds: 86_400 },
  ],
  address: [
    { limit: 3, windowSeconds: 3600 },
    { limit: 5, windowSeconds: 86_400 },
  ],
  client: [{ limit: 300, windowSeconds: 3600 }],
};

const DEFAULT_GUESS_LIMITS = [
  { limit: 10, windowSeconds: 600 },
  { limit: 100, windowSeconds: 86_400 },
];

export const LIMIT_FIELDS = {
  sendLimits: structured(
    z.strictObject({
      person: windows(MOST_WINDOWS).default(DEFAULT_SEND_LIMITS.person),
      destination: windows(MOST_WINDOWS).default(DEFAULT_SEND_LIMITS.destination),
      client: windows(MOST_WINDOWS).default(DEFAULT_SEND_LIMITS.client),
      deployment: windows(MOST_WINDOWS).default(DEFAULT_SEND_LIMITS.deployment),
    }),
  ).default(DEFAULT_SEND_LIMITS),
  confirmationLimits: structured(
    z.strictObject({
      person: windows(MOST_WINDOWS).default(DEFAULT_CONFIRMATION_LIMITS.person),
      address: windows(MOST_WINDOWS).default(DEFAULT_CONFIRMATION_LIMITS.address),
      client: windows(MOST_WINDOWS).default(DEFAULT_CONFIRMATION_LIMITS.client),
    }),
  ).default(DEFAULT_CONFIRMATION_LIMITS),
  limitKeys: structured(
    z
      .record(
        z.string().regex(LIMIT_KEY_NAME, 'must be named by 1 to 32 of a to z and _'),
        windows(MOST_WINDOWS).min(1, 'must have at least one limit'),
      )
      .refine(
        (keys) => Object.keys(keys).length <= MOST_LIMIT_KEYS,
        `must have at most ${MOST_LIMIT_KEYS} keys`,
      ),
  ).default({}),
  guessLimits: structured(windows(MOST_WINDOWS)).default(DEFAULT_GUESS_LIMITS),
  resend: z.enum(RESEND_MODES).default('same-code'),
  contextInMessage: structured(
    z
      .array(
        z
          .string()
          .regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/, 'must be names of context members, such as amount'),
      )
      .max(10),
  ).default([]),
};
