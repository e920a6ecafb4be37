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
  // Keeps the texts of messages as they are: escaped, they would be three times as long.
  charset: 'utf8',
  mainFields: ['module', 'main'],
  external: NEVER_ASKED,
  // `import('node:http')`, as the SDK has it, makes Node read every export of the module. One of them is a getter
  // that loads undici, which is half of the CPU time of a function's first request. require() reads none.
  supported: { 'dynamic-import': false },
} satisfies BuildOptions;
