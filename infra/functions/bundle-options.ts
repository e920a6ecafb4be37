/**
 * How functions are bundled, and what is measured beside them (npm run bench:cold): CommonJS from ES modules is the
 * smallest and starts soonest.
 */
import type { BuildOptions } from 'esbuild';

/**
 * Sources of credentials that a function never asks: Lambda puts its role's into the environment, where the
 * SDK looks first, and it imports these only after that. Left out, they make every bundle 100 KB smaller.
 * https://docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html
 */
const NEVER_ASKED = ['ini', 'process', 'sso', 'web-identity'].map(
  (source) => `@aws-sdk/credential-provider-${source}`,
);

export const BUNDLE_OPTIONS = {
  bundle: true,
  minify: true,
  platform: 'node',
  target: 'node24',
  format: 'cjs',
  // Texts of messages stay as they are: as escapes they would be three times as long.
  charset: 'utf8',
  mainFields: ['module', 'main'],
  external: NEVER_ASKED,
} satisfies BuildOptions;
