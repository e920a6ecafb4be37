import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Distribution } from '../../http/page/distribution.ts';
import { readDistribution } from '../../http/page/distribution.ts';
import { toLocalUrls } from '../../http/page/local-urls.ts';
import { readOwnHosts } from '../../http/page/own-hosts.ts';
import { rewriteFile } from '../../product.ts';
import { fakeStack } from './fake-stack.ts';

const URLS = { pageUrl: 'http://localhost:3000', issuerUrl: 'http://localhost:3001', ownHosts: [] };
const CACHING_DISABLED = '4135ea2d-6df8-44a3-9df3-4b5a84be39ad';
const CACHING_OPTIMIZED = '658327ea-f89d-4fab-a63d-7e88639e58f6';
const SIGN_IN = 'https://courier-1a2b.auth.eu-central-1.amazoncognito.com';

const requested = (method: string, path: string, accepted?: string) => ({
  method,
  path,
  query: [],
  headers: accepted === undefined ? [] : [['Accept-Encoding', accepted] as const],
  body: Buffer.alloc(0),
  sourceIp: '127.0.0.1',
});
const servePage = (path: string) => distribution.servePage(requested('GET', path));

let nowMs = Date.UTC(2026, 10, 25);
let folder: string;
let distribution: Distribution;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'page-'));
  mkdirSync(join(folder, 'page', 'assets'), { recursive: true });
  mkdirSync(join(folder, 'config'));
  writeFileSync(join(folder, 'page', 'index.html'), '<p><<marker:0>></p>');
  writeFileSync(join(folder, 'page', 'assets', 'a.js'), 'a()');
  writeFileSync(join(folder, 'page', 'assets', 'large.js'), 'a();'.repeat(1_000));
  writeFileSync(
    join(folder, 'config', 'config.json'),
    '{"client_id":"<<marker:0>>","issuer":"https://cognito-idp.eu-central-1.amazonaws.com/<<marker:1>>","token":"https://<<marker:2>>.auth.eu-central-1.amazoncognito.com/oauth2/token"}',
  );
  distribution = readDistribution(
    fakeStack(
      {
        assets: [
          'Custom::CDKBucketDeployment',
          {
            SourceObjectKeys: ['page.zip'],
            Exclude: ['*.html'],
            SystemMetadata: { 'cache-control': 'max-age=31536000, immutable' },
          },
        ],
        documents: [
          'Custom::CDKBucketDeployment',
          {
            SourceObjectKeys: ['page.zip', 'config.zip'],
            SourceMarkers: [
              {},
              { '<<marker:0>>': 'a"b', '<<marker:1>>': 'eu-central-1_aB3', '<<marker:2>>': 'courier-1a2b' },
            ],
            SourceMarkersConfig: [{}, { jsonEscape: true }],
            Exclude: ['*'],
            Include: ['*.html', 'config.json'],
            SystemMetadata: { 'cache-control': 'no-cache' },
          },
        ],
        policy: [
          'AWS::CloudFront::ResponseHeadersPolicy',
          {
            ResponseHeadersPolicyConfig: {
              SecurityHeadersConfig: {
                ContentSecurityPolicy: {
                  ContentSecurityPolicy: `connect-src 'self' ${SIGN_IN}`,
                  Override: true,
                },
                ContentTypeOptions: { Override: true },
                FrameOptions: { FrameOption: 'DENY', Override: false },
              },
              CustomHeadersConfig: { Items: [{ Header: 'X-Own', Value: '1', Override: true }] },
            },
          },
        ],
        distribution: [
          'AWS::CloudFront::Distribution',
          {
            DistributionConfig: {
              DefaultRootObject: 'index.html',
              DefaultCacheBehavior: {
                ResponseHeadersPolicyId: 'policy',
                TargetOriginId: 'bucket',
                CachePolicyId: CACHING_OPTIMIZED,
                Compress: true,
              },
              CacheBehaviors: [
                { PathPattern: '/api/*', TargetOriginId: 'api', CachePolicyId: CACHING_DISABLED },
                {
                  PathPattern: '/.well-known/keys.json',
                  TargetOriginId: 'keys',
                  CachePolicyId: CACHING_OPTIMIZED,
                },
              ],
              Origins: [
                { Id: 'bucket', DomainName: 'files.s3.eu-central-1.amazonaws.com' },
                { Id: 'api', DomainName: 'a1b2.execute-api.eu-central-1.amazonaws.com' },
                { Id: 'keys', DomainName: 'a1b2.execute-api.eu-central-1.amazonaws.com', OriginPath: '/api' },
              ],
              CustomErrorResponses: [
                { ErrorCode: 403, ResponseCode: 200, ResponsePagePath: '/index.html' },
                { ErrorCode: 404, ErrorCachingMinTTL: 0 },
                { ErrorCode: 502, ErrorCachingMinTTL: 60 },
              ],
            },
          },
        ],
      },
      { 'page.zip': join(folder, 'page'), 'config.zip': join(folder, 'config') },
    ),
    URLS,
    rewriteFile,
    () => nowMs,
  );
});

afterAll(() => rmSync(folder, { recursive: true }));

describe('the page', () => {
  it('fills config.json with the names of the stack, the local issuer, and the mark that it is local', () => {
    expect(JSON.parse(String(servePage('/config.json').body))).toEqual({
      client_id: 'a"b',
      issuer: 'http://localhost:3001',
      token: 'http://localhost:3001/oauth2/token',
      local: true,
      local_operators: ['local-operator', 'local-support', 'local-viewer', 'local-newcomer'],
    });
  });

  it('serves each file with the cache headers of the deployment that uploads it', () => {
    const ofTheBucket = (path: string) => servePage(path).headers.slice(0, 2);
    expect(ofTheBucket('/assets/a.js')).toEqual([
      ['Content-Type', 'text/javascript'],
      ['Cache-Control', 'max-age=31536000, immutable'],
    ]);
    expect(ofTheBucket('/')).toEqual([
      ['Content-Type', 'text/html'],
      ['Cache-Control', 'no-cache'],
    ]);
  });

  it('compresses large files for viewers that take that', () => {
    const of = (accepted?: string) => distribution.servePage(requested('GET', '/assets/large.js', accepted));
    expect(of('gzip').headers).toContainEqual(['Content-Encoding', 'gzip']);
    expect(of('gzip').body.length).toBeLessThan(200);
    expect(of().body).toHaveLength(4_000);
  });

  it('does not replace markers in sources that define none', () => {
    expect(String(servePage('/').body)).toBe('<p><<marker:0>></p>');
  });

  it.each(['/users/7', '/..%2F..%2Fetc%2Fpasswd', '/%zz'])('answers %s with the error page', (path) => {
    expect(servePage(path)).toMatchObject({
      status: 200,
      headers: expect.arrayContaining([
        ['Content-Type', 'text/html'],
        ['X-Own', '1'],
      ]),
    });
  });

  it.each([
    ['/api/tokens', '/api/tokens'],
    ['/.well-known/keys.json', '/api/.well-known/keys.json'],
    ['/.well-known/other.json', undefined],
    ['/', undefined],
  ])('requests %s from the API as %s', (path, asked) => {
    expect(distribution.apiPath(path)).toBe(asked);
  });

  it('adds the headers of the policy, with the local issuer instead of the Cognito host', () => {
    const answer = {
      status: 200,
      headers: [
        ['x-own', '0'],
        ['X-Frame-Options', 'SAMEORIGIN'],
      ] as const,
      body: '',
    };
    expect(distribution.withHeaders('/', answer).headers).toEqual([
      ['X-Frame-Options', 'SAMEORIGIN'],
      ['Content-Security-Policy', "connect-src 'self' http://localhost:3001"],
      ['X-Content-Type-Options', 'nosniff'],
      ['X-Own', '1'],
    ]);
    expect(distribution.withHeaders('/api/things', answer).headers).toEqual(answer.headers);
  });
});

describe('custom domains', () => {
  const domains = (basePath: string) =>
    fakeStack({
      distribution: [
        'AWS::CloudFront::Distribution',
        {
          DistributionConfig: {
            Aliases: ['courier.example.com'],
            DefaultCacheBehavior: { TargetOriginId: 'api', CachePolicyId: CACHING_DISABLED },
            Origins: [{ Id: 'api', DomainName: 'api.example.com' }],
          },
        },
      ],
      'api.example.com': ['AWS::ApiGateway::DomainName', { DomainName: 'api.example.com' }],
      mapping: ['AWS::ApiGateway::BasePathMapping', { BasePath: basePath, Stage: 'api' }],
    });

  it('lead to the API as its AWS host name does', () => {
    expect(readOwnHosts(domains('api'))).toEqual({
      page: ['courier.example.com'],
      api: ['api.example.com'],
    });
    expect(readDistribution(domains('api'), URLS).apiPath('/api/tokens')).toBe('/api/tokens');
  });

  it('are refused with a base path that is not served here', () => {
    expect(() => readOwnHosts(domains('v1'))).toThrow('not under "v1"');
  });

  it('are replaced by this machine, but longer names are not', () => {
    const urls = { ...URLS, ownHosts: ['courier.example.com', 'api.example.com'] };
    expect(
      toLocalUrls(
        'https://courier.example.com/ https://api.example.com/api https://courier.example.com.au https://courierXexample.com. See https://courier.example.com.',
        urls,
      ),
    ).toBe(
      'http://localhost:3000/ http://localhost:3000/api https://courier.example.com.au https://courierXexample.com. See http://localhost:3000.',
    );
  });
});

describe('a CloudFront function', () => {
  const withFunction = (code: string, association: object = { EventType: 'viewer-request' }) =>
    readDistribution(
      fakeStack({
        answers: ['AWS::CloudFront::Function', { FunctionCode: code }],
        policy: [
          'AWS::CloudFront::ResponseHeadersPolicy',
          {
            ResponseHeadersPolicyConfig: {
              SecurityHeadersConfig: { ContentTypeOptions: { Override: true } },
            },
          },
        ],
        distribution: [
          'AWS::CloudFront::Distribution',
          {
            DistributionConfig: {
              DefaultCacheBehavior: {
                TargetOriginId: 'bucket',
                CachePolicyId: CACHING_OPTIMIZED,
                ResponseHeadersPolicyId: 'policy',
                FunctionAssociations: [{ FunctionARN: 'answers', ...association }],
              },
            },
          },
        ],
      }),
      URLS,
    );
  const echo = withFunction(`function handler(event) {
    return { statusCode: 404, headers: { 'x-own': { value: '1' } }, body: JSON.stringify(event) };
  }`);

  it('answers in place of the bucket, without the headers of the policy', () => {
    const { status, headers } = echo.servePage(requested('GET', '/nothing'));
    expect([status, headers]).toEqual([404, [['x-own', '1']]]);
  });

  it("is given the request in CloudFront's shape", () => {
    const { body } = echo.servePage({
      ...requested('GET', '/a%20b'),
      query: [
        ['a', '1'],
        ['a', '2'],
      ],
      headers: [['X-Mixed-Case', 'yes']],
    });
    expect(JSON.parse(String(body))).toEqual({
      version: '1.0',
      context: { eventType: 'viewer-request', requestId: expect.stringMatching(/^.{36}$/) },
      viewer: { ip: '127.0.0.1' },
      request: {
        method: 'GET',
        uri: '/a%20b',
        querystring: { a: { value: '1', multiValue: [{ value: '1' }, { value: '2' }] } },
        headers: { 'x-mixed-case': { value: 'yes' } },
        cookies: {},
      },
    });
  });

  it('can let a request pass to another path, which has the headers of the policy', () => {
    const passing = withFunction('function handler({ request }) { request.uri = "/other"; return request; }');
    expect(passing.servePage(requested('GET', '/'))).toMatchObject({
      status: 403,
      headers: expect.arrayContaining([['X-Content-Type-Options', 'nosniff']]),
    });
  });

  it('has no access to this process', () => {
    const curious = withFunction(`function handler() {
      return { statusCode: 200, body: [typeof process, typeof require, typeof fetch].join() };
    }`);
    expect(curious.servePage(requested('GET', '/')).body).toBe('undefined,undefined,undefined');
  });

  it('is refused where CloudFront would refuse it, or it would not run here', () => {
    expect(() => withFunction('x'.repeat(10_241))).toThrow(
      'has 10241 bytes of code. CloudFront allows 10240',
    );
    expect(() => withFunction('', { EventType: 'viewer-response' })).toThrow('not at viewer-response');
    expect(() => withFunction('', { FunctionARN: 'other', EventType: 'viewer-request' })).toThrow(
      'no CloudFront function other',
    );
    const shouting = withFunction('function handler() { return { statusCode: 200, headers: { A: {} } }; }');
    expect(() => shouting.servePage(requested('GET', '/'))).toThrow('header A, which must be lower-case');
  });
});

describe("CloudFront's cache", () => {
  let asked = 0;
  const ask = (path: string, status: number, { method = 'GET', cacheControl = 'no-store' } = {}) =>
    distribution.throughCache(requested(method, path), async () => {
      asked += 1;
      return { status, headers: [['Cache-Control', cacheControl]], body: '' };
    });

  beforeEach(() => {
    asked = 0;
    nowMs += 3_600_000;
  });

  it.each([405, 414, 500, 501, 503, 504])(
    'keeps a %d for ten seconds, for everyone, whatever its Cache-Control says',
    async (status) => {
      await ask('/api/things', status);
      expect((await ask('/api/things', 200)).status).toBe(status);
      nowMs += 9_999;
      expect((await ask('/api/things', 200, { method: 'HEAD' })).status).toBe(status);
      nowMs += 1;
      expect((await ask('/api/things', 200)).status).toBe(200);
      expect(asked).toBe(2);
    },
  );

  it('keeps each error for as long as the distribution says, and does not keep it at 0', async () => {
    await ask('/api/a', 404);
    expect((await ask('/api/a', 200)).status).toBe(200);
    await ask('/api/b', 502);
    nowMs += 59_999;
    expect((await ask('/api/b', 200)).status).toBe(502);
  });

  it.each([200, 201, 401, 403, 409, 422, 429])('does not keep a %d with no-store', async (status) => {
    await ask('/api/things', status);
    expect((await ask('/api/things', 200)).status).toBe(200);
  });

  it('keeps nothing of other methods, and nothing for other paths', async () => {
    await ask('/api/things', 500, { method: 'POST' });
    expect((await ask('/api/things', 500)).status).toBe(500);
    expect((await ask('/api/things', 200, { method: 'PUT' })).status).toBe(200);
    expect((await ask('/api/others', 200)).status).toBe(200);
  });

  it("honours an error's max-age up to the cache policy's maximum", async () => {
    const cacheControl = 'public, max-age=300';
    await ask('/.well-known/keys.json', 403, { cacheControl });
    nowMs += 299_999;
    expect((await ask('/.well-known/keys.json', 200)).status).toBe(403);
    await ask('/api/things', 403, { cacheControl });
    nowMs += 10_000;
    expect((await ask('/api/things', 200)).status).toBe(200);
  });

  it('is refused by name with an unknown cache policy', () => {
    const config = { DefaultCacheBehavior: { CachePolicyId: 'mine' } };
    const stack = fakeStack({ one: ['AWS::CloudFront::Distribution', { DistributionConfig: config }] });
    expect(() => readDistribution(stack, URLS)).toThrow('cache policy mine');
  });
});
