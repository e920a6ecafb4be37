/** What the local runtime knows about Token Courier; the rest of it works with any stack. */
import type { Hook } from './http/hooks.ts';
import type { RewriteFile } from './http/page/bucket-files.ts';
import type { Operator } from './issuer/operators.ts';
import type { HookSources } from './start-cdk-local.ts';

export const PRODUCT_NAME = 'Token Courier';

const operator = (number: number, username: string, ...groups: string[]): Operator => ({
  sub: `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
  username,
  groups,
});

/** One operator per role, and one who has no role yet. */
export const LOCAL_OPERATORS: readonly Operator[] = [
  operator(1, 'local-operator', 'admins'),
  operator(2, 'local-support', 'support'),
  operator(3, 'local-viewer', 'viewers'),
  operator(4, 'local-newcomer'),
];

/** In which a webhook that waits for its next try says when that is due; "Retry now" forgets it. */
export const DUE_ATTRIBUTE = 'due_ms';

/** The file that the page loads when it starts. */
const PAGE_CONFIG = 'config.json';

/**
 * Marks the page's configuration as local, so that the page shows the inbox, the faults and the operators to
 * sign in as. A deployed configuration has no such mark.
 * @throws {SyntaxError} when the configuration is not JSON
 */
export const rewriteFile: RewriteFile = (name, text) => {
  if (name !== PAGE_CONFIG) {
    return text;
  }
  return JSON.stringify({
    ...(JSON.parse(text) as Record<string, unknown>),
    local: true,
    local_operators: LOCAL_OPERATORS.map(({ username }) => username),
  });
};

/** How the construct path of the secret ends that Twilio Verify clients have a copy of. */
const TWILIO_SECRET = '/twilio/secret/Resource';
/** The same for each hook; the name of the hook is in it. */
const HOOK_SECRET = /\/hooks\/([a-z0-9-]+)-secret\/Resource$/;

/** What the owner of another system needs to know of a hook. */
interface HookFacts {
  readonly name: string;
  readonly path: string;
  readonly authentication: string;
  /** The secret's value, as that system takes it. */
  readonly secretFrom: (value: string) => Readonly<Record<string, string>>;
}

const SUPABASE = {
  authentication: 'Standard Webhooks: webhook-signature',
  secretFrom: (value: string) => ({ secret: `v1,whsec_${value}` }),
};

const HOOKS: Readonly<Record<string, HookFacts>> = {
  'supabase-sms': { name: 'Supabase Send SMS hook', path: '/hooks/supabase/sms', ...SUPABASE },
  'supabase-email': { name: 'Supabase Send Email hook', path: '/hooks/supabase/email', ...SUPABASE },
  'okta-telephony': {
    name: 'Okta telephony hook',
    path: '/hooks/okta/telephony',
    authentication: 'Header: Authorization',
    secretFrom: (value) => ({ authorization: value }),
  },
};

/** How the presets of the gateway hook prove who they are that do not send the secret itself. */
const PROOFS: Readonly<Record<string, string>> = {
  'auth0-gateway': 'JSON Web Token, signed by HS256',
  zitadel: 'ZITADEL-Signature',
  'zitadel-email': 'ZITADEL-Signature',
};
const GATEWAY = 'gateway-';

const hookFacts = (name: string): HookFacts | undefined =>
  name.startsWith(GATEWAY) ? gatewayFacts(name.slice(GATEWAY.length)) : HOOKS[name];

const gatewayFacts = (preset: string): HookFacts => ({
  name: `Gateway hook: ${preset}`,
  path: `/hooks/gateway/${preset}`,
  // The configuration is not read here.
  authentication:
    PROOFS[preset] ??
    'Authorization: Bearer, or HTTP Basic with any user; one of your own: as its `authentication` says',
  secretFrom: (secret) => ({ secret }),
});

/** Where other systems call Token Courier; those that the configuration switched off are missing. */
export async function localHooks({ stack, apiUrl, readSecret }: HookSources): Promise<readonly Hook[]> {
  const listed = await Promise.all(
    [...stack.resources.values()].map(async ({ path, ref }): Promise<Hook | undefined> => {
      if (path.endsWith(TWILIO_SECRET)) {
        return {
          name: 'Twilio Verify',
          url: `${apiUrl}/twilio`,
          authentication: 'HTTP Basic: account_sid, auth_token',
          secret: JSON.parse(await readSecret(ref)) as Record<string, string>,
        };
      }
      const hook = hookFacts(HOOK_SECRET.exec(path)?.[1] ?? '');
      return (
        hook && {
          name: hook.name,
          url: `${apiUrl}${hook.path}`,
          authentication: hook.authentication,
          secret: hook.secretFrom(await readSecret(ref)),
        }
      );
    }),
  );
  return listed.filter((hook) => hook !== undefined);
}
