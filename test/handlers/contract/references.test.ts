/** The reference text of the API stays out of the function bundles. */
import { describe, expect, it } from '@jest/globals';
import { buildSync } from 'esbuild';
import { routeReferences } from '../../../handlers/contract/routes.ts';

/** Each entry, bundled as infra/functions/courier-function.ts does, but without its packages. */
const bundles = buildSync({
  entryPoints: ['steps', 'endpoints', 'hooks'].map((folder) => `handlers/${folder}/*.ts`),
  outdir: 'bundles',
  write: false,
  bundle: true,
  minify: true,
  packages: 'external',
  platform: 'node',
  format: 'cjs',
}).outputFiles.map(({ path, text }): [string, string] => [path.replace(/.*\/bundles\//, ''), text]);

/** The start of each text, up to the first character that a bundler may escape. */
const READ_ONLY = Object.values(routeReferences())
  .flatMap(({ summary, description = '', inShort, answers }) => [
    summary,
    description,
    inShort,
    ...Object.values(answers).map(({ says }) => says),
  ])
  .map((text) => text.split(/["'`\n\\]/, 1)[0] ?? '')
  .filter((text) => text.length > 12);

describe('the reference text of routes', () => {
  it.each(bundles)('is not in the bundle of %s', (_, text) => {
    expect(text).toContain('exports');
    expect(READ_ONLY.filter((each) => text.includes(each))).toEqual([]);
    expect(text).not.toMatch(/JSON Schema|ISO 8601, UTC, with milliseconds|dependentRequired/);
  });

  it('would be found in a bundle', () => {
    const { outputFiles } = buildSync({
      stdin: {
        contents:
          "import { routeReferences } from './handlers/contract/routes.ts'; console.log(routeReferences());",
        resolveDir: '.',
        loader: 'ts',
      },
      write: false,
      bundle: true,
      minify: true,
      packages: 'external',
      platform: 'node',
    });
    const text = outputFiles[0]?.text ?? '';
    expect(READ_ONLY.filter((each) => !text.includes(each))).toEqual([]);
    expect(text).toMatch(/ISO 8601, UTC, with milliseconds/);
  });
});
