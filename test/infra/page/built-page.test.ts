/** When the page is built anew. */
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { build } from 'esbuild';
import { pageHash } from '../../../infra/page/built-page.ts';

const FOLDERS = [
  'web/src',
  'web/test',
  'handlers/contract',
  'handlers/domain/messages',
  'workflows/picture',
  'handlers/domain/limits',
];
let root: string;
beforeAll(() => {
  root = `${mkdtempSync(join(tmpdir(), 'page-'))}/`;
  for (const folder of FOLDERS) {
    mkdirSync(`${root}${folder}`, { recursive: true });
    writeFileSync(`${root}${folder}/a.ts`, 'export const a = 1;');
  }
  mkdirSync(`${root}local`);
  cpSync('local/default-ports.ts', `${root}local/default-ports.ts`);
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** Whether another page comes from a file with another text. */
function hasEffect(file: string): boolean {
  const before = pageHash(root);
  // Another length: CDK reads a file again only if its size or its time is another.
  writeFileSync(`${root}${file}`, 'export const a = 22;');
  const after = pageHash(root);
  writeFileSync(`${root}${file}`, 'export const a = 1;');
  return after !== before;
}

describe('the page', () => {
  it.each([
    'web/src/a.ts',
    'handlers/contract/a.ts',
    'handlers/domain/messages/a.ts',
    'workflows/picture/a.ts',
  ])('is built anew after a change of %s', (file) => {
    expect(hasEffect(file)).toBe(true);
  });

  it.each(['web/test/a.ts', 'handlers/domain/limits/a.ts'])('is not, after one of %s', (file) => {
    expect(hasEffect(file)).toBe(false);
  });

  it('is built anew after a change of packages', () => {
    const before = pageHash(root);
    writeFileSync(`${root}package-lock.json`, '{}');
    expect(pageHash(root)).not.toBe(before);
  });

  it('imports nothing of elsewhere', async () => {
    const { metafile } = await build({
      entryPoints: ['web/src/main.tsx', 'web/vite.config.ts'],
      ...{ bundle: true, metafile: true, write: false, outdir: 'unused', packages: 'external' },
      external: ['*.css', '*.svg', '*.woff2'],
      format: 'esm',
    });
    const folders = Object.keys(metafile.inputs)
      .map((file) => relative('.', file))
      .filter(
        (file) => !/^(web|handlers\/contract|handlers\/domain\/messages|workflows\/picture)\//.test(file),
      );
    expect(Object.keys(metafile.inputs).length).toBeGreaterThan(200);
    expect(folders.sort()).toEqual(['handlers/domain/typed-text.ts', 'local/default-ports.ts']);
  });
});
