import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { isAllowed, packagesOf } from '../build/third-party/bundled-package.ts';
import { noticesOf } from '../build/third-party/notices.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'third-party-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Installs a package and answers the path of a module of it. */
function install(name: string, manifest: object, files: Readonly<Record<string, string>> = {}): string {
  const path = join(folder, 'node_modules', name);
  mkdirSync(path, { recursive: true });
  writeFileSync(join(path, 'package.json'), JSON.stringify({ name, version: '1.2.3', ...manifest }));
  for (const [file, text] of Object.entries(files)) {
    writeFileSync(join(path, file), text);
  }
  return join(path, 'index.js');
}

describe('a licence', () => {
  it.each([
    ['MIT', true],
    ['(MPL-2.0 OR Apache-2.0)', true],
    ['MIT AND ISC', true],
    ['MIT AND GPL-3.0-only', false],
    ['AGPL-3.0-or-later', false],
    ['UNLICENSED', false],
    ['undefined', false],
  ])('%s is allowed: %s', (licence, expected) => {
    expect(isAllowed(licence)).toBe(expected);
  });

  it('that is not allowed stops the build, which names the package', () => {
    const module = install('copyleft', { license: 'GPL-3.0-only' });
    expect(() => packagesOf([module])).toThrow(
      'copyleft 1.2.3 is in the bundle, and its licence GPL-3.0-only is not allowed',
    );
  });
});

describe('the notices', () => {
  it('have each text once, under all packages that have it', () => {
    const one = install('@scope/one', { license: 'MIT' }, { LICENSE: 'The text\nof MIT' });
    const two = install('two', { license: 'MIT' }, { 'license.md': 'The text of MIT\r\n' });
    expect(noticesOf(packagesOf([`\0${one}?commonjs`, one, two, '\0virtual', join(folder, 'own.ts')]))).toBe(
      '@scope/one 1.2.3 (MIT)\ntwo 1.2.3 (MIT)\n\nThe text\nof MIT\n',
    );
  });

  it('have what a package says of those that it bundles', () => {
    const module = install(
      'bundle',
      { license: 'ISC' },
      { LICENSE: 'ISC', 'index.js.LICENSE.txt': 'Inside: MIT' },
    );
    const [bundle] = packagesOf([module]);
    expect(bundle?.texts).toEqual(['ISC', 'Inside: MIT']);
  });

  it('have the common text of a licence, with its holder, where the package left it out', () => {
    const module = install('bare', { license: 'BSD-2-Clause', author: { name: 'Ada Lovelace' } });
    expect(packagesOf([module])[0]?.texts[0]).toMatch(
      /^Copyright Ada Lovelace\n\nRedistribution and use in source and binary forms/,
    );
  });
});
