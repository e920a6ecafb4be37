import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { GATEWAY_PRESETS } from '../../handlers/domain/integrations/gateway/presets.ts';

/** The Action that docs/integrations/auth0.md has people paste. */
const [, code = ''] = /```js\n([\s\S]*?)```/.exec(readFileSync('docs/integrations/auth0.md', 'utf8')) ?? [];

interface Sent {
  readonly url: string;
  readonly init: { readonly headers: Record<string, string>; readonly body: string };
}

/** By the reference of the trigger's event. */
const NOTIFICATION = {
  as_text: 'Your code is 482913',
  code: '482913',
  delivery_method: 'text',
  from: '+12025550100',
  locale: 'de',
  message_type: 'otp_verify',
  recipient: '+12025550143',
};

/** Runs the Action against a server that answers with this status. */
async function run(status: number, notification: object = NOTIFICATION) {
  const sent: Sent[] = [];
  const fetched = async (url: string, init: Sent['init']) => {
    sent.push({ url, init });
    return new Response(status === 200 ? '{}' : 'A reason.', { status });
  };
  const action: Record<string, (event: object, api: object) => Promise<unknown>> = {};
  new Function('exports', 'fetch', code)(action, fetched);
  const told: string[] = [];
  const tell = (what: string) => (reason: string) => told.push(`${what}: ${reason}`);
  await action.onExecuteCustomPhoneProvider?.(
    {
      notification,
      secrets: { SERVICE_URL: 'https://example.com/hooks/gateway/auth0', TOKEN: 's3cret' },
      user: { user_id: 'auth0|5f7c8ec7' },
    },
    { notification: { retry: tell('retry'), drop: tell('drop') } },
  );
  return { sent, told };
}

describe('the Action for Auth0', () => {
  it('sends what the preset reads and believes', async () => {
    const { sent, told } = await run(200);
    expect(told).toEqual([]);
    expect(sent).toHaveLength(1);
    const call = {
      headers: { ...sent[0]?.init.headers },
      rawBody: sent[0]?.init.body ?? '',
      nowMs: 0,
    };
    const hook = GATEWAY_PRESETS.auth0();
    expect(hook.authenticate(call, ['s3cret'])).toBe(true);
    expect(hook.authenticate(call, ['another'])).toBe(false);
    expect(hook.translate(call, () => '')).toEqual({
      kind: 'deliver',
      requests: [
        {
          user_id: 'auth0|5f7c8ec7',
          purpose: 'otp_verify',
          channel: 'sms',
          destination: '+12025550143',
          code: '482913',
          locale: 'de',
        },
      ],
    });
  });

  it.each([
    [429, 'retry'],
    [503, 'retry'],
    [502, 'retry'],
    [422, 'drop'],
    [401, 'drop'],
  ])('takes %s for a reason to %s', async (status, what) => {
    expect((await run(status)).told).toEqual([`${what}: A reason.`]);
  });

  it('drops what has no code', async () => {
    const { code: _, ...codeless } = NOTIFICATION;
    expect(await run(200, codeless)).toEqual({ sent: [], told: ['drop: Only codes are delivered.'] });
  });
});
