import { describe, expect, it } from '@jest/globals';
import * as z from 'zod/mini';
import { gateway } from '../../../../../handlers/contract/settings/gateway.ts';
import { configuredHooks } from '../../../../../handlers/domain/integrations/gateway/configured-hooks.ts';
import { aCall, basic, NOW_MS, refer, SECRET } from './a-call.ts';

/** As it stands in cdk.json. */
const OWN = {
  destination: 'message.to',
  code: 'message.otp',
  user: 'person.id',
  purpose: 'occasion',
  locale: 'person.language',
  expiry: { path: 'message.ttl', unit: 'minutes' },
};
const BODY = {
  message: { to: '+12025550143', otp: '482913', ttl: 5 },
  person: { id: 'p-1', language: 'de_DE.UTF-8' },
  occasion: 'payment',
};

const hooks = (config: unknown) => configuredHooks(z.parse(gateway(), config));
const own = (config: object = OWN) => {
  const hook = hooks({ 'our-own': config }).get('our-own');
  if (hook === undefined) {
    throw new Error('The preset is not there');
  }
  return hook;
};
const translate = (config: object, body: unknown) => own(config).translate(aCall(body), refer);

describe("a preset of the owner's own", () => {
  it('reads what its paths say', () => {
    expect(translate(OWN, BODY)).toEqual({
      kind: 'deliver',
      requests: [
        {
          user_id: 'p-1',
          purpose: 'payment',
          channel: 'sms',
          destination: '+12025550143',
          code: '482913',
          validSeconds: 300,
          locale: 'de-DE',
        },
      ],
    });
  });

  it('needs no more than a destination and a code', () => {
    expect(translate({ destination: 'to', code: 'code' }, { to: '+12025550143', code: 'A1B2' })).toEqual({
      kind: 'deliver',
      requests: [
        { user_id: 'to-12', purpose: 'login', channel: 'sms', destination: '+12025550143', code: 'A1B2' },
      ],
    });
  });

  it('names the path that a call lacks', () => {
    expect(translate(OWN, { message: 'hello' })).toEqual({
      kind: 'invalid',
      errors: [
        { field: 'message.to', rule: 'is missing' },
        { field: 'message.otp', rule: 'is missing' },
      ],
    });
  });

  it('reads no inherited member', () => {
    expect(translate({ destination: 'constructor.name', code: 'code' }, { code: '482913' })).toEqual({
      kind: 'invalid',
      errors: [{ field: 'constructor.name', rule: 'is missing' }],
    });
  });

  it('reads entries of lists', () => {
    expect(
      translate(
        { destination: 'to.0.number', code: 'code' },
        { to: [{ number: '+12025550143' }], code: '482913' },
      ),
    ).toMatchObject({ requests: [{ destination: '+12025550143' }] });
  });

  it('has the channels that it names', () => {
    const config = { destination: 'to', code: 'code', channels: ['email'] };
    expect(translate(config, { to: 'ada@example.com', code: '482913' })).toMatchObject({
      requests: [{ channel: 'email' }],
    });
    expect(translate(config, { to: '+12025550143', code: '482913' })).toEqual({
      kind: 'invalid',
      errors: [{ field: 'to', rule: 'must be an email address' }],
    });
  });

  it('puts the plus before international numbers', () => {
    const config = { destination: 'to', code: 'code', numbers: 'international' };
    expect(translate(config, { to: '1 202-555-0143', code: '482913' })).toMatchObject({
      requests: [{ destination: '+12025550143' }],
    });
  });

  it.each([
    ['nanoseconds', 300_000_000_000, 300],
    ['milliseconds', 300_500, 300],
    ['seconds', '300', 300],
    ['minutes', 0.5, 30],
    ['hours', 24, 86_400],
    ['hours', 25, undefined],
    ['seconds', 0, undefined],
    ['seconds', -5, undefined],
    ['seconds', 'soon', undefined],
    ['seconds', null, undefined],
    ['unix-seconds', NOW_MS / 1000 + 300, 300],
    ['unix-milliseconds', NOW_MS + 300_999, 300],
    ['unix-milliseconds', NOW_MS - 1, undefined],
    ['iso-8601', '2026-01-01T01:05:00+01:00', 300],
    ['iso-8601', 'tomorrow', undefined],
    ['iso-8601', 300, undefined],
  ])('reads %s: %j is %s seconds', (unit, value, seconds) => {
    const config = { destination: 'to', code: 'code', expiry: { path: 'ends', unit } };
    const read = translate(config, { to: '+12025550143', code: '482913', ends: value });
    expect(read.kind === 'deliver' && read.requests[0]?.validSeconds).toBe(seconds);
  });

  it('is called as it says', () => {
    const passes = (authentication: unknown, headers: Record<string, string>) =>
      own({ ...OWN, ...(authentication === undefined ? {} : { authentication }) }).authenticate(
        aCall(BODY, headers),
        [SECRET, 'previous'],
      );
    expect(passes(undefined, { authorization: SECRET })).toBe(true);
    expect(passes('basic', { authorization: basic('me', 'previous') })).toBe(true);
    expect(passes('basic', { authorization: `Bearer ${SECRET}` })).toBe(false);
    expect(passes('bearer', { authorization: `Bearer ${SECRET}` })).toBe(true);
    expect(passes({ header: 'X-Secret' }, { 'x-secret': SECRET })).toBe(true);
    expect(passes({ header: 'X-Secret' }, { 'x-secret': 'wrong' })).toBe(false);
  });

  it('is told nothing of a refusal if it would only ask again', () => {
    const outcome = {
      kind: 'refused',
      refusal: { code: 'destination_not_allowed', detail: 'x' },
    } as const;
    expect(own().answer(outcome, aCall(BODY)).status).toBe(422);
    expect(own({ ...OWN, retriesErrors: true }).answer(outcome, aCall(BODY)).status).toBe(200);
  });
});

describe('the setting', () => {
  const rulesOf = (config: unknown) => {
    const parsed = gateway().safeParse(config);
    return parsed.success ? [] : parsed.error.issues.map(({ path, message }) => [path.join('.'), message]);
  };

  it('takes presets of the product and of its owner', () => {
    expect(rulesOf({ authentik: {}, logto: { validSeconds: 600 }, 'our-own': OWN })).toEqual([]);
    expect([...hooks({ authentik: {}, 'our-own': OWN }).keys()].sort()).toEqual(['authentik', 'our-own']);
  });

  it.each<[string, unknown, string, string]>([
    ['empty', {}, '', 'must name at least one preset'],
    [
      'a preset that is spelt wrong',
      { authentk: {} },
      'authentk.destination',
      'is missing: presets other than authentik, logto, fusionauth, descope, auth0, auth0-gateway, keycloak, kratos, zitadel, zitadel-email need paths to destination and code',
    ],
    [
      'a path that is none',
      { own: { ...OWN, code: '$.code' } },
      'own.code',
      'must be a path of members, such as payload.user.id',
    ],
    [
      'a path that is no text',
      { own: { ...OWN, user: 7 } },
      'own.user',
      'must be a path of members, such as payload.user.id',
    ],
    [
      'another way to authenticate',
      { own: { ...OWN, authentication: 'digest' } },
      'own.authentication',
      'must be basic, bearer or {"header": "<name>"}',
    ],
    [
      'no channel',
      { own: { ...OWN, channels: [] } },
      'own.channels',
      'must name one or more channels, each once',
    ],
    [
      'a name for no path',
      { Own_1: OWN },
      '',
      'must have names of 1 to 32 letters a to z, digits or -, that begin with a letter',
    ],
    [
      'names whose outputs would be one',
      { 'a-1': OWN, a1: OWN },
      '',
      'must have names that differ in more than a -',
    ],
    [
      'too many',
      Object.fromEntries(Array.from({ length: 13 }, (_, at) => [`p${at}`, OWN])),
      '',
      'must have at most 12 presets',
    ],
  ])('refuses %s, and says why', (_what, config, field, rule) => {
    expect(rulesOf(config)).toContainEqual([field, rule]);
  });

  it.each([
    ['paths for a preset of the product', { logto: { destination: 'to' } }],
    ['a member that does not exist', { own: { ...OWN, channel: 'sms' } }],
    ['a unit that does not exist', { own: { ...OWN, expiry: { path: 'ttl', unit: 'days' } } }],
    ['more than a day', { logto: { validSeconds: 86_401 } }],
  ])('refuses %s', (_what, config) => {
    expect(rulesOf(config)).toHaveLength(1);
  });
});
