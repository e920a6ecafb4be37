/** Proof by a secret that is sent as it is: in HTTP Basic, as a Bearer token, or as the value of a header. */
import { readBasic } from '../../twilio/credentials.ts';
import { doubtAboutSecret, hasSecret } from '../fixed-header.ts';
import type { HookCall } from '../hook.ts';
import type { GatewayPreset } from './preset.ts';

/** `any`: whichever of the schemes the Authorization header has, or none. */
export type Scheme = 'any' | 'basic' | 'bearer' | { readonly header: string };

export const credential = (scheme: Scheme): GatewayPreset['proof'] => ({
  authenticate: (call, secrets) => hasSecret(asAuthorization(call, scheme), secrets),
  doubt: (call) => doubtAboutSecret(asAuthorization(call, scheme)),
});

/** The call with the secret alone in the header that is compared; without it where the scheme is another one. */
function asAuthorization(call: HookCall, scheme: Scheme): HookCall {
  const authorization = secretIn(call.headers, scheme);
  return { ...call, headers: authorization === undefined ? {} : { authorization } };
}

function secretIn({ authorization, ...others }: HookCall['headers'], scheme: Scheme): string | undefined {
  if (typeof scheme === 'object') {
    const name = scheme.header.toLowerCase();
    return name === 'authorization' ? authorization : others[name];
  }
  const basic = readBasic(authorization?.trim());
  switch (scheme) {
    case 'basic':
      return basic === undefined ? undefined : passwordIn(basic);
    case 'bearer':
      return /^bearer /i.test(authorization?.trim() ?? '') ? authorization : undefined;
    case 'any':
      return basic === undefined ? authorization : passwordIn(basic);
  }
}

/** The user name is whatever the system wants one to be: the secret says which system calls. */
const passwordIn = (userAndPassword: string): string =>
  userAndPassword.slice(userAndPassword.indexOf(':') + 1);
