/** Settings for the words and the language of messages. */
import * as z from 'zod/mini';
import type { Immutable } from '../described.ts';
import type { SettingRows, Value } from '../setting.ts';
import { text } from '../setting.ts';

/** Instead of a purpose: words for every purpose without its own. No purpose can have this name. */
export const EVERY_PURPOSE = '*';

/** Checks the shape only; whether there are texts in the language is checked at synth. */
const LANGUAGE_TAG = /^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/;

/** Of one SMS, as SNS takes it: https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
const LONGEST_TEXT = 1600;
/** Of an email, as SNS takes it. */
const LONGEST_SUBJECT = 100;

const MOST_PURPOSES = 50;
const MOST_LANGUAGES = 100;

const words = () =>
  z
    .string()
    .check(
      z.regex(
        /^[^\p{Cc}\p{Zl}\p{Zp}]([^\p{Cc}\p{Zl}\p{Zp}]|\n)*$/u,
        'must be text without control characters',
      ),
      z.maxLength(LONGEST_TEXT, `must have at most ${LONGEST_TEXT} characters`),
    );

const subject = () =>
  z
    .string()
    .check(
      z.regex(/^[^\p{Cc}\p{Zl}\p{Zp}]+$/u, 'must be one line of text'),
      z.maxLength(LONGEST_SUBJECT, `must have at most ${LONGEST_SUBJECT} characters`),
    );

const ownWords = () =>
  z.union([words(), z.strictObject({ text: words(), subject: z.optional(subject()) })], {
    error:
      'must be a text without control characters, or {"text", "subject"} with one line of at most 100 characters for its subject',
  });

const atMost = (most: number, what: string) =>
  z.refine<Readonly<Record<string, unknown>>>(
    (record) => Object.keys(record).length <= most,
    `must have at most ${most} ${what}`,
  );

/** An owner's own words, by purpose, then by language. */
export const messages = () =>
  z
    .record(
      text(
        /^(\*|[A-Za-z0-9][A-Za-z0-9_.:-]{0,63})$/,
        `must be named by a purpose, or ${EVERY_PURPOSE} for every other`,
      ),
      z
        .record(text(LANGUAGE_TAG, 'must be named by a BCP 47 tag such as pt-BR'), ownWords())
        .check(atMost(MOST_LANGUAGES, 'languages')),
    )
    .check(atMost(MOST_PURPOSES, 'purposes'));
export type Messages = Immutable<Value<typeof messages>>;

export const defaultLocale = () => text(LANGUAGE_TAG, 'must be a BCP 47 language tag such as en or pt-BR');

export const MESSAGE_SETTINGS = {
  defaultLocale: {
    schema: defaultLocale,
    default: 'en',
    text: 'BCP 47 tag: the language of messages where neither the request nor the contact names one that there are [texts](messages.md) in',
  },
  messages: {
    schema: messages,
    default: {},
    text: '`{"login": {"en": "{{code}} is your {{brand}} code."}}`: [words of your own](messages.md#your-own-words), by purpose and language',
  },
} as const satisfies SettingRows;
