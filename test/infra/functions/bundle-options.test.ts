import { describe, expect, it } from '@jest/globals';
import { buildSync } from 'esbuild';
import { BUNDLE_OPTIONS } from '../../../infra/functions/bundle-options.ts';

const bundled = (contents: string): string =>
  buildSync({ stdin: { contents, resolveDir: '.' }, write: false, ...BUNDLE_OPTIONS }).outputFiles[0]?.text ??
  '';

describe('a bundle', () => {
  it('loads on demand what its source imports on demand, without reading every export of it', () => {
    const code = bundled("export const handler = async () => (await import('node:http')).request;");
    expect(code).toMatch(/=>\w+\(require\("node:http"\)\)/);
    expect(code).not.toContain('import(');
  });

  it('has no credential providers but the one that Lambda needs', () => {
    expect(bundled("export { fromIni } from '@aws-sdk/credential-provider-ini';")).toContain(
      'require("@aws-sdk/credential-provider-ini")',
    );
  });
});
