/**
 * Compiles src/ to dist/: ES modules, and CommonJS for backends that are not modules yet.
 *
 * `npm run types` checks the types. Here they are only written, so those of the auth libraries need not be read.
 */
import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
const compiler = createRequire(import.meta.url).resolve('typescript/lib/tsc.js');

const FORMATS = [
  { project: 'tsconfig.json', type: 'module' },
  { project: 'tsconfig.commonjs.json', type: 'commonjs' },
];

rmSync(`${here}dist`, { recursive: true, force: true });
for (const { project, type } of FORMATS) {
  const flags = ['-p', here + project, '--noCheck', '--noResolve'];
  execFileSync(process.execPath, [compiler, ...flags], { stdio: 'inherit' });
  // Says which format the folder's files have, in place of the package's own "type".
  writeFileSync(`${here}dist/${type}/package.json`, `${JSON.stringify({ type })}\n`);
}
