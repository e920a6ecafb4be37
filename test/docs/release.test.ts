/** What a release consists of agrees on its version: `git tag v<version>` is then all that is left to do. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { VERSION } from '../../infra/cdk/version.ts';

const read = (path: string): string => readFileSync(path, 'utf8');
const versionIn = (path: string): string => JSON.parse(read(path)).version;

describe('the version', () => {
  it.each([
    'package.json',
    'client/package.json',
    'web/package.json',
    'local/package.json',
    'package-lock.json',
  ])('is that of the product in %s', (path) => {
    expect(versionIn(path)).toBe(VERSION);
  });

  it('has a section in CHANGELOG.md with the date of its release, the first but for what is unreleased', () => {
    const [newest] = [...read('CHANGELOG.md').matchAll(/^## (?!Unreleased$)(.*)$/gm)].map(
      ([, title]) => title,
    );
    expect(newest).toMatch(/^\d+\.\d+\.\d+ - \d{4}-\d\d-\d\d$/);
    expect(newest?.split(' ')[0]).toBe(VERSION);
  });

  it.each(['client/README.md', 'docs/construct.md'])('is in the file names in %s', (path) => {
    const named = [...read(path).matchAll(/token-courier(?:-client)?-(\d+\.\d+\.\d+)\.tgz/g)].map(
      ([, it]) => it,
    );
    expect(new Set(named)).toEqual(new Set([VERSION]));
  });
});
