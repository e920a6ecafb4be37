import { createContext, runInContext } from 'node:vm';
import { describe, expect, it } from '@jest/globals';
import { PROBLEMS } from '../../../handlers/contract/problems.ts';
import { MOST_CODE_BYTES, wrongPathCode } from '../../../infra/page/wrong-paths/wrong-path-function.ts';
import { resourcesOf, synthesised } from '../../support/synth.ts';

interface Answer {
  readonly uri?: string;
  readonly statusCode?: number;
  readonly headers: Record<string, { readonly value: string }>;
  readonly body: string;
}

/** Runs the function as CloudFront does, for a request of this path. */
function requested(uri: string, hasReference = true): Answer {
  const context = createContext({ event: { context: { requestId: 'edge-id' }, request: { uri } } });
  return runInContext(`${wrongPathCode(hasReference)}; handler(event)`, context);
}

describe('the CloudFront function for wrong paths', () => {
  it.each([
    '/',
    '/index.html',
    '/problems.html',
    '/reference.html',
    '/openapi.yaml',
    '/config.json',
    '/assets/index-DY_ssL-i.js',
    '/assets/font-0a1b2c3d.woff2',
  ])('passes %s to the bucket', (path) => {
    expect(requested(path)).toEqual({ uri: path });
  });

  it.each([
    '/nothing',
    '/Index.html',
    '/index.html/',
    '/assets/',
    '/assets/../config.json',
    '//',
    '/apis',
    '/%zz',
  ])('answers %s with the page, as 404 and with its own policy', (path) => {
    const { statusCode, headers, body } = requested(path);
    expect(statusCode).toBe(404);
    expect(body).toMatch(/^<!doctype html>\n<html lang="en">.*<h1>Not found<\/h1>/s);
    expect(headers).toMatchObject({
      'content-type': { value: 'text/html; charset=utf-8' },
      'content-security-policy': { value: expect.stringMatching(/^default-src 'none'; style-src 'self';/) },
      'cache-control': { value: 'no-store' },
      'x-content-type-options': { value: 'nosniff' },
      'x-frame-options': { value: 'DENY' },
      'strict-transport-security': { value: 'max-age=63072000; includeSubDomains' },
    });
    expect(Object.keys(headers).filter((name) => name !== name.toLowerCase())).toEqual([]);
  });

  it("answers the API's root with a problem, because a program asked", () => {
    const { statusCode, headers, body } = requested('/api');
    expect(statusCode).toBe(404);
    expect(headers['content-type']?.value).toBe('application/problem+json');
    expect(JSON.parse(body)).toEqual({
      type: '/problems.html#not_found',
      title: PROBLEMS.not_found.title,
      status: 404,
      detail: 'There is no such route or method.',
      code: 'not_found',
      request_id: 'edge-id',
    });
  });

  it('neither serves the API reference nor links to it where there is none', () => {
    expect(requested('/reference.html', false).statusCode).toBe(404);
    expect(requested('/openapi.yaml', false).statusCode).toBe(404);
    expect(requested('/nothing', false).body).not.toContain('reference');
    expect(requested('/nothing').body).toContain('<a href="/reference.html">API reference</a>');
  });

  it('is small enough for CloudFront', () => {
    expect(Buffer.byteLength(wrongPathCode(true))).toBeLessThan(MOST_CODE_BYTES);
  });

  it("sees the page's requests, and none of the API's", () => {
    const { main } = synthesised('receipts');
    const [[id, { Properties }] = ['', { Properties: {} }]] = resourcesOf(main, 'AWS::CloudFront::Function');
    expect(Properties.FunctionCode).toBe(wrongPathCode(false));
    expect(Properties.FunctionConfig.Runtime).toBe('cloudfront-js-2.0');
    const [[, distribution] = ['', { Properties: {} }]] = resourcesOf(main, 'AWS::CloudFront::Distribution');
    const { DefaultCacheBehavior, CacheBehaviors, CustomErrorResponses } =
      distribution.Properties.DistributionConfig;
    expect(DefaultCacheBehavior.FunctionAssociations).toEqual([
      { EventType: 'viewer-request', FunctionARN: { 'Fn::GetAtt': [id, 'FunctionARN'] } },
    ]);
    expect(CacheBehaviors.map((each: object) => 'FunctionAssociations' in each)).toEqual([false, false]);
    // An error page would apply to the API's answers too.
    expect(CustomErrorResponses.filter((each: object) => 'ResponsePagePath' in each)).toEqual([]);
  });
});
