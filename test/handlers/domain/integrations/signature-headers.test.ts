import { expect, it } from '@jest/globals';
import type { HookEntry } from '../../../../handlers/contract/hooks.ts';
import { SIGNATURE_HEADERS } from '../../../../handlers/contract/hooks.ts';
import { GATEWAY_PRESETS } from '../../../../handlers/domain/integrations/gateway/presets.ts';
import type { HookCall, HookModule } from '../../../../handlers/domain/integrations/hook.ts';
import { oktaTelephony } from '../../../../handlers/domain/integrations/okta-telephony.ts';
import { supabaseEmail } from '../../../../handlers/domain/integrations/supabase-email.ts';
import { supabaseSms } from '../../../../handlers/domain/integrations/supabase-sms.ts';

/** One that is left out does not compile. */
const OF_ONE_SYSTEM: Readonly<Record<Exclude<HookEntry, 'gateway'>, HookModule>> = {
  'supabase-sms': supabaseSms({}),
  'supabase-email': supabaseEmail({}),
  'okta-telephony': oktaTelephony({ refusals: 'pending' }),
};

/** What proves nothing, or is in no log anyway. */
const NO_SIGNATURES = ['authorization', 'webhook-id', 'webhook-timestamp'];

it('has every header that a hook reads to know its caller', () => {
  const read = new Set<string>();
  const headers = new Proxy<HookCall['headers']>(
    {},
    {
      get(_, name) {
        read.add(String(name));
        return '';
      },
    },
  );
  const presets = Object.values(GATEWAY_PRESETS).map((preset) => preset());
  for (const { authenticate, doubt } of [...Object.values(OF_ONE_SYSTEM), ...presets]) {
    const call = { headers, rawBody: '{}', nowMs: 0 };
    expect(authenticate(call, ['secret'])).toBe(false);
    doubt?.(call);
  }
  expect([...read].filter((name) => !NO_SIGNATURES.includes(name)).sort()).toEqual(
    Object.values(SIGNATURE_HEADERS).sort(),
  );
});
