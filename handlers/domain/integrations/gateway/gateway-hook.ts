/** Makes a hook of a preset: reads what its members say, and answers as its system expects. */
import { broughtCode, userId } from '../../../contract/fields.ts';
import type { FieldError } from '../../../contract/problem-document.ts';
import type { Channel } from '../../../contract/vocabulary.ts';
import type { Decision } from '../../decision.ts';
import { accept, refuseFields } from '../../decision.ts';
import type { HookModule, Translated } from '../hook.ts';
import { isE164, looseLocale, loosePurpose, withPlus } from '../loose-values.ts';
import { answerPerson, answerQueue } from './answers.ts';
import type { GatewayPreset, Paths } from './preset.ts';
import type { Body } from './read-body.ts';
import { isNull, memberOf, readBody } from './read-body.ts';
import { validSecondsIn } from './valid-seconds.ts';

export interface GatewayOptions {
  /** How long the system accepts a code, where its calls do not say it. */
  readonly validSeconds?: number;
}

/** A destination is no longer than an address can be. */
const LONGEST_DESTINATION = 254;

/** A text that is a code and nothing else. One word, such as a name, is no code without a digit. */
const BARE_CODE = /^(?=.*\d)[0-9A-Za-z]{4,32}$/;

export const gatewayHook = (preset: GatewayPreset, options: GatewayOptions = {}): HookModule => ({
  ...preset.proof,
  translate(call, refer): Translated {
    const read = readBody(call);
    if (!read.ok) {
      return invalid(read.refusal.errors);
    }
    const body = read.value;
    const spoken = spokenBy(body, preset.written);
    if (spoken !== undefined) {
      return invalid([{ field: spoken, rule: 'must ask for a text: codes are not spoken' }]);
    }
    const to = destinationIn(body, preset);
    const code = codeIn(body, preset);
    if (!to.ok || !code.ok) {
      return invalid([to, code].flatMap((part) => (part.ok ? [] : (part.refusal.errors ?? []))));
    }
    if (code.value === undefined) {
      return { kind: 'nothing' };
    }
    const { expiry } = preset;
    const told = expiry && validSecondsIn(memberOf(body, expiry.paths), expiry.unit, call.nowMs);
    const validSeconds = told ?? options.validSeconds;
    const locale = looseLocale(memberOf(body, preset.locale));
    return {
      kind: 'deliver',
      requests: [
        {
          user_id: personIn(body, preset) ?? refer(to.value.destination),
          purpose: loosePurpose(memberOf(body, preset.purpose)),
          ...to.value,
          code: code.value,
          ...(validSeconds === undefined ? {} : { validSeconds }),
          ...(locale === undefined ? {} : { locale }),
        },
      ],
    };
  },
  answer: preset.answers === 'queue' ? answerQueue : answerPerson,
});

const invalid = (errors: readonly FieldError[] = []): Translated => ({ kind: 'invalid', errors });

const wrong = (paths: Paths, rule: string) => refuseFields([{ field: paths[0] ?? 'body', rule }]);

/** The member that asks for a call instead of a text. */
function spokenBy(body: Body, written: GatewayPreset['written']): string | undefined {
  const how = memberOf(body, written?.paths);
  return typeof how !== 'string' || written?.values.includes(how.toLowerCase())
    ? undefined
    : written?.paths[0];
}

function destinationIn(
  body: Body,
  { destination: paths, channels, numbers }: GatewayPreset,
): Decision<{ readonly channel: Channel; readonly destination: string }> {
  const member = memberOf(body, paths);
  const given = Array.isArray(member) && member.length === 1 ? member[0] : member;
  if (typeof given !== 'string') {
    return wrong(paths, given === undefined ? 'is missing' : 'must be a string');
  }
  if (given.length > LONGEST_DESTINATION) {
    return wrong(paths, `must have at most ${LONGEST_DESTINATION} characters`);
  }
  const isAddress = given.includes('@');
  const channel = isAddress ? 'email' : 'sms';
  if (!channels.includes(channel)) {
    return wrong(paths, isAddress ? 'must be a phone number' : 'must be an email address');
  }
  if (isAddress || numbers === 'as-typed') {
    return accept({ channel, destination: given.trim() });
  }
  const destination = withPlus(given);
  return isE164(destination)
    ? accept({ channel, destination })
    : wrong(paths, 'must be a phone number that begins with its country code');
}

/** Undefined where the system says that there is none. */
function codeIn(
  body: Body,
  { code: paths, text = [], codeless }: GatewayPreset,
): Decision<string | undefined> {
  const given = memberOf(body, paths);
  if (given !== undefined) {
    const parsed = broughtCode.safeParse(given);
    return parsed.success
      ? accept(parsed.data)
      : wrong(paths, parsed.error.issues[0]?.message ?? 'is not valid');
  }
  const written = memberOf(body, text);
  if (typeof written === 'string') {
    return BARE_CODE.test(written.trim())
      ? accept(written.trim())
      : wrong(text, 'must be the code alone: set the template of the message to the code and nothing else');
  }
  const isTold = codeless === 'absent' || (codeless === 'null' && isNull(body, paths));
  return isTold ? accept(undefined) : wrong([...paths, ...text], 'is missing');
}

/** Undefined for what cannot be an id here, rather than losing the message over it. */
function personIn(body: Body, { user }: GatewayPreset): string | undefined {
  const given = memberOf(body, user);
  const parsed = userId.safeParse(typeof given === 'number' ? String(given) : given);
  return parsed.success ? parsed.data : undefined;
}
