/** Transport: plain HTTP redirects to HTTPS, and the lowest TLS version. */
import type { Check } from '../check.ts';
import { ensure, ensureStatus } from '../outcome.ts';
import { lowestTlsVersion } from '../tls-floor.ts';

export const TLS_CHECKS: readonly Check[] = [
  {
    name: 'plain HTTP is redirected to HTTPS by the page and refused by the API',
    needs: ['page', 'https'],
    run: async ({ client, options }) => {
      const plain = `${options.pageUrl}/`.replace('https:', 'http:');
      const page = await client.call('GET', plain, { server: 'page' });
      const isRedirect = [301, 302, 307, 308].includes(page.status);
      ensure(isRedirect, `${page.request} over plain HTTP is ${page.status} but should redirect to HTTPS`);
      ensure(page.headers.get('location') === `${options.pageUrl}/`, 'plain HTTP redirects elsewhere');
      // CloudFront's own response, which is HTML.
      ensureStatus(await client.call('GET', `${plain}api/health`, { server: 'page' }), 403);
      return undefined;
    },
  },
  {
    name: 'the lowest TLS version',
    needs: ['https'],
    run: async ({ options }) => {
      const urls = [options.pageUrl ?? options.apiUrl, options.directApiUrl ?? []].flat();
      const found = urls.map(async (url) => `${new URL(url).host} ${await lowestTlsVersion(url)}`);
      return (await Promise.all(found)).join(', ');
    },
  },
];
