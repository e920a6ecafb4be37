/** Compiles the construct, and everything that it imports, into a folder: JavaScript, source maps and types. */
import { execFileSync } from 'node:child_process';
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const COMPILER = createRequire(import.meta.url).resolve('typescript/lib/tsc.js');
/** What the compiled files read at synth, by its own path: mapping templates, and what CloudFront runs. */
const READ_AT_SYNTH = '{infra,workflows}/**/*.{html,js,vtl}';

/** `npm run types` checks the types; here they are only written. */
export function compileConstruct(folder: string): void {
  execFileSync(
    process.execPath,
    [COMPILER, '-p', 'infra/packaging/tsconfig.json', '--outDir', folder, '--noCheck'],
    { stdio: 'inherit' },
  );
  for (const file of globSync('**/*.d.ts', { cwd: folder })) {
    nameCompiledFiles(join(folder, file));
  }
}

export const filesReadAtSynth = (): string[] => [...globSync(READ_AT_SYNTH), 'docs/openapi.yaml'];

/** TypeScript writes `./a.ts` in types for what is `./a.js` and `./a.d.ts` there. Other tools do not know that. */
function nameCompiledFiles(file: string): void {
  const text = readFileSync(file, 'utf8');
  writeFileSync(file, text.replaceAll(/((?:from |import\()['"]\.{1,2}\/[^'"]+)\.ts(['"])/g, '$1.js$2'));
}
