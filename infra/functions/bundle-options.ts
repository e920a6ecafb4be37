/**
 * How functions are bundled. `npm run bench:cold` uses the same options for what it compares them with.
 * CommonJS from ES modules is smallest and starts fastest.
 */
import type { BuildOptions } from 'esbuild';

/**
 * Credential providers that a function never uses. Lambda puts the role's credentials into the environment,
 * where the SDK looks first; it imports these providers only if it finds none. Without them, every bundle is
 * 100 KB smaller.
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
  mainFields: ['module', 'main'],
  external: NEVER_ASKED,
} satisfies BuildOptions;
