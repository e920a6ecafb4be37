/** The operators' page, as a browser receives it. */
import type { Check } from '../check.ts';
import { ensure, ensureStatus } from '../outcome.ts';
import type { Walk } from '../walk.ts';

const YEAR_SECONDS = 31_536_000;

/** A header, the test of its value, and the words for the error message. */
const HEADERS = [
  ['strict-transport-security', isLongHsts, 'max-age of a year or more'],
  ['x-content-type-options', (value: string) => value === 'nosniff', 'nosniff'],
  ['x-frame-options', (value: string) => value === 'DENY', 'DENY'],
  ['referrer-policy', (value: string) => value === 'no-referrer', 'no-referrer'],
  ['cross-origin-opener-policy', (value: string) => value === 'same-origin', 'same-origin'],
  ['permissions-policy', (value: string) => value.includes('camera=()'), 'camera=()'],
] as const;

export const PAGE_CHECKS: readonly Check[] = [
  {
    name: "the page and the API on its host have the page's security headers",
    needs: ['page'],
    run: async (walk) => {
      const paths = ['/', '/index.html', '/config.json', '/api/health', '/api/tokens'];
      for (const path of paths) {
        const { request, headers } = await fetched(walk, path);
        for (const [name, isRight, wanted] of HEADERS) {
          ensure(isRight(headers.get(name) ?? ''), `${request}: ${name} should be ${wanted}`);
        }
      }
      return undefined;
    },
  },
  {
    name: "a wrong path is answered with a page, not with S3's error",
    needs: ['page'],
    run: async (walk) => {
      const answer = await fetched(walk, '/smoke-nothing');
      ensureStatus(answer, 404);
      ensureType(answer, 'text/html');
      for (const [name, isRight, wanted] of HEADERS) {
        ensure(isRight(answer.headers.get(name) ?? ''), `${answer.request}: ${name} should be ${wanted}`);
      }
      return undefined;
    },
  },
  {
    name: "the page's policy allows its own code and the token endpoint, nothing else",
    needs: ['page'],
    run: async (walk) => {
      const { request, headers } = await fetched(walk, '/');
      const policy = readPolicy(headers.get('content-security-policy') ?? '');
      const only = (name: string, value: string) =>
        ensure(policy.get(name) === value, `${request}: the policy's ${name} should be ${value}`);
      only('default-src', "'none'");
      only('script-src', "'self'");
      only('style-src', "'self'");
      only('frame-ancestors', "'none'");
      only('base-uri', "'none'");
      const config = await fetched(walk, '/config.json');
      const tokenEndpoint = String(config.member('token_endpoint'));
      ensure(URL.canParse(tokenEndpoint), `${config.request}: token_endpoint is not a URL`);
      only('connect-src', `'self' ${new URL(tokenEndpoint).origin}`);
      return undefined;
    },
  },
  {
    name: 'the page is always revalidated, and its scripts and styles are cached',
    needs: ['page'],
    run: async (walk) => {
      const page = await fetched(walk, '/');
      ensureStatus(page, 200);
      ensureType(page, 'text/html');
      ensureCaching(page, /no-cache/);
      const assets = [...page.text.matchAll(/(?:src|href)="\.?(\/assets\/[^"]+\.(?:js|css))"/g)];
      ensure(assets.length > 0, `${page.request} refers to no script`);
      for (const [, path = ''] of assets) {
        const asset = await fetched(walk, path);
        ensureStatus(asset, 200);
        ensureType(asset, path.endsWith('.js') ? 'text/javascript' : 'text/css');
        ensureCaching(asset, /max-age=31536000.*immutable/);
      }
      return `${assets.length} files`;
    },
  },
];

const fetched = ({ client, options }: Walk, path: string) =>
  client.call('GET', `${options.pageUrl}${path}`, { server: path.startsWith('/api/') ? 'api' : 'page' });

function isLongHsts(value: string): boolean {
  return Number(/max-age=(\d+)/.exec(value)?.[1] ?? 0) >= YEAR_SECONDS;
}

function readPolicy(policy: string): ReadonlyMap<string, string> {
  const directives = policy.split(';').map((directive) => directive.trim());
  return new Map(
    directives.map((directive) => {
      const [name = '', ...values] = directive.split(/\s+/);
      return [name, values.join(' ')];
    }),
  );
}

type Fetched = Awaited<ReturnType<typeof fetched>>;

function ensureType({ request, headers }: Fetched, type: string): void {
  const given = headers.get('content-type') ?? 'none';
  ensure(given.startsWith(type), `${request}: Content-Type should be ${type} but is ${given}`);
}

function ensureCaching({ request, headers }: Fetched, pattern: RegExp): void {
  const given = headers.get('cache-control') ?? 'none';
  ensure(pattern.test(given), `${request}: Cache-Control is ${given}`);
}
