/**
 * Builds the packages of the construct and the client as npm would publish them, in dist/.
 *
 *   npm run pack
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildEntries } from '../functions/build-entries.ts';
import { buildPage } from '../page/built-page.ts';
import { compileConstruct } from './compile-construct.ts';
import { stageConstruct } from './stage-construct.ts';

const page = mkdtempSync(join(tmpdir(), 'page-'));
buildPage(page);
stageConstruct('dist/token-courier', { bundles: buildEntries().bundles, page, compile: compileConstruct });
rmSync(page, { recursive: true });

for (const source of [['./dist/token-courier'], ['--workspace', 'client']]) {
  execFileSync('npm', ['pack', ...source, '--pack-destination', 'dist'], { stdio: 'inherit' });
}
