/** The CloudFront function that answers the page's wrong paths, with its values filled in. */
import { readFileSync } from 'node:fs';
import type { FunctionAssociation } from 'aws-cdk-lib/aws-cloudfront';
import {
  Function as EdgeFunction,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
} from 'aws-cdk-lib/aws-cloudfront';
import type { Construct } from 'constructs';
import { PROBLEM_MEDIA_TYPE, problem } from '../../../handlers/contract/problem-document.ts';
import { NO_SUCH_ROUTE } from '../../api/gateway-responses.ts';
import { STAGE_NAME } from '../../api/rest-api.ts';
import { REFERENCE_FILES } from '../api-reference.ts';
import { FIXED_HEADERS } from '../security-headers.ts';

/** What the deployment uploads beside `/assets/`; test/e2e/page-files.test.ts compares the two. */
const FILES = [
  'index.html',
  'problems.html',
  'not-found.css',
  'favicon.svg',
  'third-party-notices.txt',
  'config.json',
  'workflow.json',
] as const;

/**
 * As Vite names assets: with eight characters of a hash. Assets of earlier builds, which open tabs still load,
 * are thus found, and only a name of that shape that never existed is answered by S3.
 */
const ASSET = '^/assets/[\\w.-]+-[\\w-]{8}\\.[a-z0-9]+$';

/** The page runs nothing and loads its style sheet and its icon. */
const PAGE_POLICY =
  "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/**
 * Bytes that CloudFront allows for a function's code.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html
 */
export const MOST_CODE_BYTES = 10_240;

const source = (name: string): string => readFileSync(new URL(name, import.meta.url), 'utf8');

/** Associates the function with the requests of viewers. */
export function answerWrongPaths(scope: Construct, hasReference: boolean): FunctionAssociation {
  return {
    eventType: FunctionEventType.VIEWER_REQUEST,
    function: new EdgeFunction(scope, 'wrong-paths', {
      comment: 'Answers paths that lead to nothing',
      runtime: FunctionRuntime.JS_2_0,
      code: FunctionCode.fromInline(wrongPathCode(hasReference)),
    }),
  };
}

/** The function's code. `hasReference` says whether the page has an API reference. */
export function wrongPathCode(hasReference: boolean): string {
  const files = [...FILES, ...(hasReference ? REFERENCE_FILES : [])];
  const values = {
    // CloudFront replaces the root by index.html only after the function.
    paths: ['/', ...files.map((file) => `/${file}`)],
    asset: ASSET,
    apiRoot: `/${STAGE_NAME}`,
    pageHeaders: headersOf('text/html; charset=utf-8', PAGE_POLICY),
    page: pageHtml(hasReference),
    problemHeaders: headersOf(PROBLEM_MEDIA_TYPE, "default-src 'none'"),
    problem: problem('not_found', NO_SUCH_ROUTE, ''),
  };
  return source('answer-wrong-path.js').replace('__VALUES__;', () => `${JSON.stringify(values)};`);
}

/**
 * With the page's security headers: AWS does not say whether the distribution adds them to what a function
 * answers. Keys are lower-case, as CloudFront requires.
 */
const headersOf = (contentType: string, policy: string): Record<string, { value: string }> =>
  Object.fromEntries(
    Object.entries({
      ...FIXED_HEADERS,
      'Content-Type': contentType,
      'Content-Security-Policy': policy,
      'Cache-Control': 'no-store',
    }).map(([name, value]) => [name.toLowerCase(), { value }]),
  );

const pageHtml = (hasReference: boolean): string =>
  source('not-found.html')
    .replace('<!--reference-->', hasReference ? '<li><a href="/reference.html">API reference</a></li>' : '')
    .replace(/\n\s*/g, '\n');
