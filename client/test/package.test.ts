/** The package as npm would publish it. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';

const WORKSPACE = join(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'client-package-'));

let tarball: Buffer;
let files: readonly string[];

beforeAll(() => {
  const [packed] = JSON.parse(
    execFileSync('npm', ['pack', '--json', '--silent', '--pack-destination', folder], {
      cwd: WORKSPACE,
      encoding: 'utf8',
    }),
  );
  tarball = readFileSync(join(folder, packed.filename));
  files = packed.files.map(({ path }: { readonly path: string }) => path);
});
afterAll(() => rmSync(folder, { recursive: true }));

const manifest = () => JSON.parse(readFileSync(join(WORKSPACE, 'package.json'), 'utf8'));

describe('the package', () => {
  it('has what was built, its types, its licence and its README, and nothing else', () => {
    const others = files.filter((path) => !/^dist\/(module|commonjs)\/[\w/-]+\.(d\.ts|js)$/.test(path));
    expect(others.sort()).toEqual([
      'LICENSE',
      'README.md',
      'dist/commonjs/package.json',
      'dist/module/package.json',
      'package.json',
    ]);
    expect(files).toContain('dist/module/index.d.ts');
  });

  it('has no dependency but the auth libraries, for those who have them', () => {
    const { dependencies, peerDependencies, peerDependenciesMeta } = manifest();
    expect(dependencies).toBeUndefined();
    const required = Object.keys(peerDependencies).filter((name) => !peerDependenciesMeta[name]?.optional);
    expect(required).toEqual([]);
  });

  it('recognises problems across its two formats, where a CommonJS program uses an ES module of it', () => {
    const program = `
      import { createRequire } from 'node:module';
      import { isProblem } from './dist/module/index.js';
      const { ProblemError } = createRequire(\`\${process.cwd()}/\`)('./dist/commonjs/index.js');
      const facts = { isOutcomeUnknown: false };
      const error = new ProblemError({ code: 'locked', detail: '', status: 429 }, 9, facts);
      console.log(isProblem(error, 'locked'), isProblem(error, 'throttled'), isProblem(new Error('locked')));`;
    const run = ['--input-type=module', '--eval', program];
    expect(execFileSync(process.execPath, run, { cwd: WORKSPACE, encoding: 'utf8' })).toBe(
      'true false false\n',
    );
  });

  it('passes publint', async () => {
    const bytes = tarball.buffer.slice(tarball.byteOffset, tarball.byteOffset + tarball.byteLength);
    const { messages } = await publint({ pack: { tarball: bytes as ArrayBuffer }, strict: true });
    expect(messages.map((message) => formatMessage(message, manifest(), { color: false }))).toEqual([]);
  });

  it('has types that are right for every way to import it', async () => {
    const { problems } = (await checkPackage(createPackageFromTarballData(new Uint8Array(tarball)))) as {
      readonly problems: readonly {
        readonly kind: string;
        readonly resolutionKind?: string;
        readonly entrypoint?: string;
      }[];
    };
    // Resolution without "exports", which TypeScript 6 no longer has, finds nothing; better-auth is ESM alone.
    const known = problems.filter(
      ({ kind, resolutionKind, entrypoint }) =>
        resolutionKind === 'node10' || (kind === 'CJSResolvesToESM' && entrypoint === './better-auth'),
    );
    expect(problems.filter((problem) => !known.includes(problem))).toEqual([]);
  });
});
