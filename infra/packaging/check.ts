/**
 * Checks the packages in dist/ as strangers would use them: by publint and attw, and in a project that has nothing
 * else, by TypeScript and a synth.
 *
 *   npm run packages
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { COMMONJS_APP, makeProject } from './empty-project.ts';

const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
const CONSTRUCT = resolve(`dist/token-courier-${version}.tgz`);
const CLIENT = resolve(`dist/token-courier-client-${version}.tgz`);
const COMPILER = createRequire(import.meta.url).resolve('typescript/lib/tsc.js');

/** Ways to resolve the packages: of a CommonJS app as `cdk init` makes it, and of one that is bundled. */
const MODULES = [
  ['--module', 'nodenext'],
  ['--module', 'esnext', '--moduleResolution', 'bundler'],
];

/** The examples of the packages' own pages, and what has to be an error. */
const exampleIn = (page: string): string =>
  /```ts\n([\s\S]*?)```/.exec(readFileSync(page, 'utf8'))?.[1] ?? '';

const typedApp = (): string => `${exampleIn('infra/packaging/construct-readme.md')}
import type { TokenCourierProps } from 'token-courier';
const own = { destination: 'to', code: 'code' };
export const hooks: TokenCourierProps['hooks'] = { okta: {}, gateway: { logto: {}, own } };
// @ts-expect-error: there is no such setting.
export const misspelt: TokenCourierProps = { brandname: 'Example' };
export { courier };
`;

const typedCaller = (): string => `${exampleIn('README.md')}\nexport { verified };\n`;

const problems = [...(await lint()), ...(await wrongTypes())];
if (problems.length > 0) {
  throw new Error(`The package of the construct has problems:\n${problems.join('\n')}`);
}
const project = mkdtempSync(join(tmpdir(), 'project-'));
try {
  makeProject(project);
  install('token-courier', CONSTRUCT);
  install('@token-courier/client', CLIENT);
  writeFileSync(join(project, 'app.ts'), typedApp());
  writeFileSync(join(project, 'caller.mts'), typedCaller());
  for (const flags of MODULES) {
    run(
      COMPILER,
      'app.ts',
      'caller.mts',
      '--noEmit',
      '--strict',
      '--target',
      'es2022',
      '--types',
      'node',
      ...flags,
    );
  }
  writeFileSync(join(project, 'app.cjs'), COMMONJS_APP);
  run('app.cjs');
} finally {
  rmSync(project, { recursive: true });
}

async function lint(): Promise<string[]> {
  const bytes = readFileSync(CONSTRUCT);
  const tarball = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
  const { messages, pkg } = await publint({ pack: { tarball }, strict: true });
  return messages.map((message) => formatMessage(message, pkg, { color: false }) ?? message.code);
}

/** Except that CommonJS gets ES modules, which is as it is meant: Node takes them from 22.12 on. */
async function wrongTypes(): Promise<string[]> {
  const result = await checkPackage(createPackageFromTarballData(new Uint8Array(readFileSync(CONSTRUCT))));
  return 'problems' in result
    ? result.problems.filter(({ kind }) => kind !== 'CJSResolvesToESM').map((each) => JSON.stringify(each))
    : ['It has no types'];
}

function install(name: string, tarball: string): void {
  const folder = join(project, 'node_modules', name);
  mkdirSync(folder, { recursive: true });
  execFileSync('tar', ['-xzf', tarball, '-C', folder, '--strip-components=1']);
}

function run(...command: readonly string[]): void {
  execFileSync(process.execPath, command, { cwd: project, stdio: ['ignore', 'inherit', 'inherit'] });
}
