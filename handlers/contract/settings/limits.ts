/** Settings of limits: how often messages may be sent and codes may be guessed. */
import * as z from 'zod/mini';
import type { Immutable } from '../described.ts';
import type { SettingRows, Value } from '../setting.ts';
import { text, windows } from '../setting.ts';
import { LIMIT_KEY_NAME, MOST_LIMIT_KEYS } from '../vocabulary.ts';

export const sendLimits = () =>
  z.strictObject({
    /** To a person for a purpose. */
    person: windows(),
    /**
     * To a phone number or an email address, whoever asks. A number has these windows three times: for people who
     * verified it, for those who are enrolled with it, and for anybody else.
     */
    destination: windows(),
    /** For an API client. */
    client: windows(),
    /** For everybody together. */
    deployment: windows(),
  });
/** How many messages may be sent. */
export type SendLimits = Immutable<Value<typeof sendLimits>>;

export const confirmationLimits = () =>
  z.strictObject({
    /** For a person. */
    person: windows(),
    /** To an address, whoever is enrolled with it. */
    address: windows(),
    /** For an API client. */
    client: windows(),
  });
/** How many emails may ask for the confirmation of an address. */
export type ConfirmationLimits = Immutable<Value<typeof confirmationLimits>>;

/** Limits on messages by what callers know about their source, such as an IP address or a device; by name. */
export const limitKeys = () =>
  z
    .record(
      text(LIMIT_KEY_NAME, 'must have names of 1 to 32 letters a to z or _'),
      windows().check(z.minLength(1, 'must have at least one limit')),
    )
    .check(
      z.refine(
        (keys) => Object.keys(keys).length <= MOST_LIMIT_KEYS,
        `must have at most ${MOST_LIMIT_KEYS} keys`,
      ),
    );
export type LimitKeys = Immutable<Value<typeof limitKeys>>;

/** Failed verifications of a person and purpose. */
export const guessLimits = () => windows();

export const LIMIT_SETTINGS = {
  sendLimits: {
    schema: sendLimits,
    default: {
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
    },
    text: '`{"person": [{"limit": 5, "windowSeconds": 600}], "destination": […], "client": […], "deployment": […]}`: messages to a person for a purpose, to a number or address, for an API client, in all. What is left out keeps its default; `[]` turns a limit off. A number has the destination\'s windows up to [three times](security.md#a-numbers-own-share)',
  },
  limitKeys: {
    schema: limitKeys,
    default: {},
    text: '`{"ip": [{"limit": 20, "windowSeconds": 600}]}`: messages by [a key that the caller chooses](api.md#limits-by-source)',
    allowed: () => `up to ${MOST_LIMIT_KEYS} keys, named by \`a\` to \`z\` and \`_\``,
  },
  confirmationLimits: {
    schema: confirmationLimits,
    // A mailbox gets few confirmations, whoever asks; a client has room to enrol people all day.
    default: {
      person: [
        { limit: 3, windowSeconds: 3600 },
        { limit: 5, windowSeconds: 86_400 },
      ],
      address: [
        { limit: 3, windowSeconds: 3600 },
        { limit: 5, windowSeconds: 86_400 },
      ],
      client: [{ limit: 300, windowSeconds: 3600 }],
    },
    text: '`{"person": […], "address": […], "client": […]}`, as in `sendLimits`: emails that ask for the confirmation of an address. Raise the client\'s before you enrol people in bulk',
  },
  guessLimits: {
    schema: guessLimits,
    default: [
      { limit: 10, windowSeconds: 600 },
      { limit: 100, windowSeconds: 86_400 },
    ],
    text: '`[{"limit": 10, "windowSeconds": 600}, …]`: wrong tokens of a person for a purpose, across tokens; then `locked`',
  },
} as const satisfies SettingRows;
