/**
 * Reads the request that starts a verification, and makes a body for POST /tokens of it. Parameters that would change
 * the message and are not supported are refused; others are ignored.
 * https://www.twilio.com/docs/verify/api/verification#start-new-verification
 */
import type * as z from 'zod/mini';
import type { TokenContext } from '../../contract/fields.ts';
import { limitKeys, locale } from '../../contract/fields.ts';
import { TWILIO_PURPOSE } from '../../contract/twilio.ts';
import type { Channel, DestinationField } from '../../contract/vocabulary.ts';
import { parseFields } from '../parse-request.ts';
import type { Addressee } from './addressee.ts';
import { readAddressee } from './addressee.ts';
import type { Outcome } from './outcome.ts';
import { done, fail, invalid } from './outcome.ts';
import type { Form } from './read-form.ts';
import { readTransaction } from './read-transaction.ts';

export interface AskedStart {
  readonly addressee: Addressee;
  readonly channel: Channel;
  readonly locale: string | undefined;
  readonly customCode: string | undefined;
  readonly context: TokenContext | undefined;
  readonly limitKeys: Readonly<Record<string, string>> | undefined;
}

/** By Twilio's names; each sends to one kind of destination. */
const CHANNELS: Readonly<Record<string, { readonly channel: Channel; readonly field: DestinationField }>> = {
  sms: { channel: 'sms', field: 'phone_number' },
  email: { channel: 'email', field: 'email' },
};

/** Twilio's other channels. */
const NOT_HERE = ['auto', 'call', 'rcs', 'sna', 'whatsapp'];

/** They change the wording or the sender of the message, which the configuration of the deployment has. */
const OF_THE_MESSAGE = [
  ...['AppHash', 'CustomFriendlyName', 'CustomMessage', 'SendDigits'],
  ...['TemplateCustomSubstitutions', 'TemplateSid'],
];

/** Twilio's rule for a code that the caller brings; the guess budget may need longer ones. */
const CUSTOM_CODE = /^[0-9A-Za-z]{4,10}$/;

export function readStart(form: Form): Outcome<AskedStart> {
  const addressee = readAddressee(form.get('To') ?? '');
  if (!addressee.ok) {
    return addressee;
  }
  const channel = readChannel(form.get('Channel'), addressee.value);
  if (!channel.ok) {
    return channel;
  }
  const unsupported = OF_THE_MESSAGE.find((name) => form.has(name));
  if (unsupported !== undefined) {
    return fail(60204, { detail: `\`${unsupported}\``, problem: 'invalid_request' });
  }
  const customCode = form.get('CustomCode');
  if (customCode !== undefined && !CUSTOM_CODE.test(customCode)) {
    return invalid('CustomCode', 'must be 4 to 10 letters or digits');
  }
  const tag = optional('Locale', locale, form.get('Locale'));
  if (!tag.ok) {
    return tag;
  }
  const bound = readTransaction(form);
  if (!bound.ok) {
    return bound;
  }
  const keys = optional('RateLimits', limitKeys, parseJson(form.get('RateLimits')));
  if (!keys.ok) {
    return keys;
  }
  return done({
    addressee: addressee.value,
    channel: channel.value,
    locale: tag.value,
    customCode,
    context: bound.value,
    limitKeys: keys.value,
  });
}

/** The body of POST /tokens. */
export const issueBody = (asked: AskedStart, userId: string): object => ({
  user_id: userId,
  purpose: TWILIO_PURPOSE,
  channel: asked.channel,
  ...(asked.addressee.field === 'phone_number' ? { phone_number: asked.addressee.to } : {}),
  ...(asked.locale === undefined ? {} : { locale: asked.locale }),
  ...(asked.context === undefined ? {} : { context: asked.context }),
  ...(asked.limitKeys === undefined ? {} : { limit_keys: asked.limitKeys }),
  ...(asked.customCode === undefined ? {} : shapeOf(asked.customCode)),
});

/** A brought code counts against the guess budget like one of the same shape, because it can be checked here. */
const shapeOf = (code: string) => ({
  format: /^\d+$/.test(code) ? 'numeric' : 'alphanumeric',
  length: code.length,
});

function readChannel(asked: string | undefined, { field }: Addressee): Outcome<Channel> {
  if (asked === undefined) {
    return invalid('Channel', 'is missing');
  }
  const name = asked.toLowerCase();
  if (NOT_HERE.includes(name)) {
    return fail(60223, { detail: name.toUpperCase(), problem: 'invalid_request' });
  }
  const known = Object.hasOwn(CHANNELS, name) ? CHANNELS[name] : undefined;
  if (known === undefined) {
    return invalid('Channel', 'must be sms or email');
  }
  return known.field === field ? done(known.channel) : invalid('To', 'does not fit the Channel');
}

/** Undefined for none; not an object for text that is not JSON, which its schema refuses. */
function parseJson(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return text;
  }
}

function optional<T extends z.ZodMiniType>(
  name: string,
  schema: T,
  value: unknown,
): Outcome<z.output<T> | undefined> {
  if (value === undefined) {
    return done(undefined);
  }
  const parsed = parseFields(schema, value);
  return parsed.ok ? done(parsed.value) : invalid(name, parsed.refusal.errors?.[0]?.rule ?? 'is not valid');
}
