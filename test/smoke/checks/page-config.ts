/** The files that the page reads when it starts, and whether their URLs work. */
import type { PageConfig } from '../../../handlers/contract/page.ts';
import type { Check } from '../check.ts';
import { claimsOf } from '../client-credentials.ts';
import { ensure, ensureStatus } from '../outcome.ts';
import type { Walk } from '../walk.ts';

export const PAGE_CONFIG_CHECKS: readonly Check[] = [
  {
    name: 'config.json matches the options and the access token',
    needs: ['page', 'access-token'],
    run: async (walk) => {
      const { options } = walk;
      const config = await pageConfig(walk);
      const { iss } = claimsOf(await walk.accessToken());
      ensure(config.api_base === '/api', 'api_base should be /api');
      ensure(config.issuer === iss, 'issuer differs from that of the access token');
      ensure(config.token_endpoint === options.tokenUrl, 'token_endpoint differs from --token-url');
      ensure(!!config.client_id, 'client_id is missing');
      ensure(config.client_id !== options.clientId, "client_id is the auth systems' client");
      ensure(Number.isInteger(config.token_lifetime), 'token_lifetime should be whole seconds');
      return undefined;
    },
  },
  {
    name: "the page's issuer describes itself, its endpoints and its keys",
    needs: ['page'],
    run: async (walk) => {
      const config = await pageConfig(walk);
      const url = `${config.issuer}/.well-known/openid-configuration`;
      ensure(URL.canParse(url), 'issuer in config.json is not a URL');
      const discovered = await walk.client.call('GET', url, { server: 'issuer' });
      ensureStatus(discovered, 200);
      ensure(discovered.member('issuer') === config.issuer, `${discovered.request} names a different issuer`);
      for (const name of ['authorization_endpoint', 'token_endpoint'] as const) {
        ensure(
          discovered.member(name) === config[name],
          `${discovered.request}: ${name} differs from config.json`,
        );
      }
      const keys = await walk.client.call('GET', String(discovered.member('jwks_uri')), { server: 'issuer' });
      ensureStatus(keys, 200);
      ensure(Array.isArray(keys.member('keys')), `${keys.request} has no keys`);
      return undefined;
    },
  },
  {
    name: 'workflow.json contains the states of the machine',
    needs: ['page'],
    run: async ({ client, options }) => {
      const workflow = await client.call('GET', `${options.pageUrl}/workflow.json`, { server: 'page' });
      ensureStatus(workflow, 200);
      const states = workflow.member('states');
      ensure(Array.isArray(states) && states.length > 0, `${workflow.request} has no states`);
      const names = states.map(({ name }) => name);
      ensure(names.includes(workflow.member('start_at')), `${workflow.request}: start_at is not a state`);
      return `${states.length} states`;
    },
  },
];

async function pageConfig({ client, options }: Walk): Promise<PageConfig> {
  const answer = await client.call('GET', `${options.pageUrl}/config.json`, { server: 'page' });
  ensureStatus(answer, 200);
  ensure(typeof answer.json === 'object' && answer.json !== null, `${answer.request} is not a JSON object`);
  return answer.json as PageConfig;
}
