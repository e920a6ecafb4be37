/**
 * Measures what a first visit to the console loads, gzipped, and fails if that is over the budget.
 *
 *   npm run page-size [-- --help]
 *
 * A first visit shows the table of issued tokens, so its chunks count, with every style sheet and every
 * chunk that they import. Fonts do not count: the browser chooses which of them it fetches. The page is
 * built in memory, so that an old build is never measured.
 */
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { Rolldown } from 'vite';
import { build } from 'vite';

/** Kilobytes of 1,000 bytes. */
const BUDGET_KB = 350;

const HELP = `Usage: npm run page-size

Builds the page and adds up, gzipped, what a first visit loads until the table of issued tokens is there.
Exits with 1 when that is more than ${BUDGET_KB} KB.`;

/** Lazy parts that the first view loads without a click. */
const FIRST_VIEW = ['src/views/tokens-view.tsx', 'src/views/issued/issued-table.tsx'];

interface Weight {
  readonly file: string;
  readonly kilobytes: number;
}

if (process.argv.includes('--help')) {
  process.stdout.write(`${HELP}\n`);
} else {
  const files = await buildPage();
  const weights = firstLoad(files).map((file) => weigh(file, files));
  const total = weights.reduce((sum, { kilobytes }) => sum + kilobytes, 0);
  process.stdout.write(`${report(weights, total)}\n`);
  process.exitCode = total > BUDGET_KB ? 1 : 0;
}

type Files = ReadonlyMap<string, Rolldown.OutputChunk | Rolldown.OutputAsset>;

async function buildPage(): Promise<Files> {
  const root = fileURLToPath(new URL('..', import.meta.url));
  const result = await build({ root, logLevel: 'warn', build: { write: false } });
  if (Array.isArray(result) || !('output' in result)) {
    throw new Error('Vite was expected to build the page once');
  }
  return new Map(result.output.map((file) => [file.fileName, file]));
}

/** The file names of index.html, its entry, the first view, and everything that they import. */
function firstLoad(files: Files): readonly string[] {
  const chunks = [...files.values()].filter((file) => file.type === 'chunk');
  const entry = chunks.find(
    ({ isEntry, facadeModuleId }) => isEntry && facadeModuleId?.endsWith('/index.html'),
  );
  const views = FIRST_VIEW.map((part) => chunks.find(({ facadeModuleId }) => facadeModuleId?.endsWith(part)));
  const named = [...files.keys()].filter((name) => name.includes('first-paint-'));
  const found = new Set(['index.html', ...named]);
  for (const [index, start] of [entry, ...views].entries()) {
    if (start === undefined) {
      throw new Error(`There is no chunk for ${['index.html', ...FIRST_VIEW][index]}`);
    }
    follow(start, files, found);
  }
  return [...found];
}

function follow(chunk: Rolldown.OutputChunk, files: Files, found: Set<string>): void {
  if (found.has(chunk.fileName)) {
    return;
  }
  found.add(chunk.fileName);
  for (const sheet of chunk.viteMetadata?.importedCss ?? []) {
    found.add(sheet);
  }
  for (const name of chunk.imports) {
    const imported = files.get(name);
    if (imported?.type === 'chunk') {
      follow(imported, files, found);
    }
  }
}

function weigh(fileName: string, files: Files): Weight {
  const file = files.get(fileName);
  if (file === undefined) {
    throw new Error(`The build has no ${fileName}`);
  }
  const content = file.type === 'chunk' ? file.code : file.source;
  return { file: fileName, kilobytes: gzipSync(content).length / 1_000 };
}

function report(weights: readonly Weight[], total: number): string {
  const line = (kilobytes: number, text: string): string => `${kilobytes.toFixed(1).padStart(7)} KB  ${text}`;
  const heaviest = [...weights].sort((one, other) => other.kilobytes - one.kilobytes);
  const verdict = total > BUDGET_KB ? 'over' : 'within';
  return [
    ...heaviest.map(({ file, kilobytes }) => line(kilobytes, file)),
    line(total, `in all, gzipped: ${verdict} the budget of ${BUDGET_KB} KB`),
  ].join('\n');
}
