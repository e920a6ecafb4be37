import { describe, expect, it } from '@jest/globals';
import { watchRequest } from '../../../../handlers/domain/activity/watch-request.ts';
import { deriveKeys } from '../../../../handlers/domain/token/seal-token.ts';
import { anAdmittedRequest, fixedKeys, NOW_MS } from '../../fixtures.ts';

const REFUSAL = { code: 'rate_limited', detail: '' } as const;

const watch = () =>
  watchRequest(
    {
      ...{ request_id: 'request-1', client_id: 'shop_web', execution_arn: 'arn', idempotency_key: '' },
      body: '{"user_id":"ada","phone_number":"+919876543210"}',
    },
    {
      ...{ defaultCountry: '' as const, now: () => NOW_MS },
      subjectKeys: fixedKeys(deriveKeys('v1', 'a secret')),
    },
  );
type Asked = Parameters<ReturnType<typeof watch>['onAsked']>[0];
const asked = (isCanary: boolean) => ({ clientGroup: '@shop', isCanary }) as Asked;

describe('a watched request', () => {
  it('is known by its body alone until it is understood', async () => {
    expect(await watch().refused(REFUSAL)).toMatchObject({ user_id: 'ada', client_id: 'shop_web' });
    expect((await watch().refused(REFUSAL))?.client_group).toBeUndefined();
  });

  it('has the group of its client from when it was read, and all else once it may be admitted', async () => {
    const watched = watch();
    watched.onAsked(asked(false));
    expect(await watched.repeated()).toMatchObject({ client_group: '@shop', outcome: 'repeated' });
    watched.onRequest(anAdmittedRequest());
    expect(await watched.refused(REFUSAL)).toMatchObject({
      user_id: 'premjeet.sahu',
      problem: 'rate_limited',
    });
  });

  it('of the canary leaves no entry, refused or repeated', async () => {
    const watched = watch();
    watched.onAsked(asked(true));
    expect([await watched.refused(REFUSAL), await watched.repeated()]).toEqual([undefined, undefined]);
  });
});
