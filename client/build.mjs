/** Compiles src/ to dist/: ES modules, and CommonJS for backends that are not modules yet. */
import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const here = import.meta.dirname ?? new URL('.', import.meta.url).pathname;
const compiler = createRequire(import.meta.url).resolve('typescript/lib/tsc.js');

rmSync(`${here}/dist`, { recursive: true, force: true });
for (const [project, type] of [
  ['tsconfig.json', 'module'],
  ['tsconfig.commonjs.json', 'commonjs'],
]) {
  execFileSync(process.execPath, [compiler, '-p', `${here}/${project}`], { stdio: 'inherit' });
  writeFileSync(`${here}/dist/${type}/package.json`, `${JSON.stringify({ type })}\n`);
}
