import { describe, expect, it } from '@jest/globals';
import type { GatewayPresetName } from '../../../../../handlers/contract/settings/gateway.ts';
import type { Refusal } from '../../../../../handlers/domain/decision.ts';
import { GATEWAY_PRESETS } from '../../../../../handlers/domain/integrations/gateway/presets.ts';
import type { HookOutcome } from '../../../../../handlers/domain/integrations/hook.ts';
import { aCall } from './a-call.ts';

const answer = (name: GatewayPresetName, outcome: HookOutcome) =>
  GATEWAY_PRESETS[name]().answer(outcome, aCall({}));
const refused = (code: Refusal['code'], more: Partial<Refusal> = {}): HookOutcome => ({
  kind: 'refused',
  refusal: { code, detail: 'what only operators need to know', ...more },
});

const PERSON = ['authentik', 'logto', 'fusionauth', 'descope', 'auth0', 'auth0-gateway', 'keycloak'] as const;
const QUEUE = ['kratos', 'zitadel', 'zitadel-email'] as const;

const DONE = { status: 200, body: {} };
const TRY_AGAIN = 'The code could not be sent. Try again.';
const NEVER = 'No code is sent to this destination.';

describe.each([...PERSON, ...QUEUE])('%s is answered', (name) => {
  it.each<[string, HookOutcome]>([
    ['sent', { kind: 'delivered', delivery: { delivery_id: 'd', status: 'sent' } }],
    ['perhaps sent', { kind: 'delivered', delivery: { delivery_id: '', status: 'unknown' } }],
    ['nothing to send', { kind: 'nothing' }],
  ])('200 for %s', (_what, outcome) => {
    expect(answer(name, outcome)).toEqual(DONE);
  });

  it('401 for a call without its proof', () => {
    expect(answer(name, { kind: 'unauthenticated' })).toEqual({
      status: 401,
      text: 'The credentials are not valid.',
    });
  });

  it('what is wrong with a call that cannot be read', () => {
    const errors = [
      { field: 'To', rule: 'is missing' },
      { field: 'Body', rule: 'must be a string' },
    ];
    expect(answer(name, refused('invalid_request', { errors }))).toEqual({
      status: 400,
      text: 'To is missing. Body must be a string.',
    });
    expect(answer(name, refused('body_too_large'))).toMatchObject({ status: 413 });
  });
});

describe.each(PERSON)('%s, whose user is waiting, is answered', (name) => {
  it.each<[string, HookOutcome, object]>([
    [
      'a limit',
      refused('rate_limited', { retryAfterSeconds: 90 }),
      {
        status: 429,
        text: 'No code can be sent yet. Try again in 90 seconds.',
        headers: { 'Retry-After': '90' },
      },
    ],
    [
      'the budget',
      refused('budget_exhausted', { retryAfterSeconds: 3601 }),
      {
        status: 429,
        text: 'No code can be sent yet. Try again in 61 minutes.',
        headers: { 'Retry-After': '3601' },
      },
    ],
    [
      'the first call that still runs',
      refused('request_in_progress', { retryAfterSeconds: 2 }),
      {
        status: 429,
        text: 'No code can be sent yet. Try again in 2 seconds.',
        headers: { 'Retry-After': '2' },
      },
    ],
    ['an opt-out', refused('destination_not_allowed'), { status: 422, text: NEVER }],
    ['no channel', refused('no_destination'), { status: 422, text: NEVER }],
    ['an older code', refused('superseded'), { status: 409, text: 'The code was not sent.' }],
    ["a carrier's refusal", refused('delivery_failed'), { status: 502, text: TRY_AGAIN }],
    ['a table that is away', refused('store_unavailable'), { status: 503, text: TRY_AGAIN }],
    ['a fault', refused('internal_error'), { status: 503, text: TRY_AGAIN }],
  ])('for %s', (_what, outcome, expected) => {
    expect(answer(name, outcome)).toEqual(expected);
  });
});

describe.each(QUEUE)('%s, which sends again whatever is not 2xx, is answered', (name) => {
  it('200 for a number that is none, which another try does not change', () => {
    const errors = [{ field: 'phone_number', rule: 'must be a phone number' }];
    const outcome = refused('invalid_request', { errors });
    expect(answer(name, { ...outcome, isNoDestination: true } as HookOutcome)).toEqual(DONE);
  });

  it.each<[string, HookOutcome, object]>([
    [
      'a limit',
      refused('rate_limited', { retryAfterSeconds: 90 }),
      { status: 503, text: 'No code can be sent yet. Try again in 90 seconds.' },
    ],
    ['an opt-out', refused('destination_not_allowed'), DONE],
    ['no channel, which its owner has to see', refused('no_destination'), { status: 422, text: NEVER }],
    ['an older code', refused('superseded'), DONE],
    ["a carrier's refusal", refused('delivery_failed'), { status: 503, text: TRY_AGAIN }],
    ['a fault', refused('internal_error'), { status: 503, text: TRY_AGAIN }],
  ])('for %s', (_what, outcome, expected) => {
    expect(answer(name, outcome)).toEqual(expected);
  });
});
