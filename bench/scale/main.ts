/**
 * `npm run scale`: prints which quota breaks at which rate and which keys are hot, and writes the tables of
 * docs/scale.md. `-- --measure` instead prints what one code uses, for measured.ts.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { tables, withTables } from './document.ts';

const DOCUMENT = fileURLToPath(new URL('../../docs/scale.md', import.meta.url));
const { values: options } = parseArgs({ options: { measure: { type: 'boolean', default: false } } });

if (options.measure) {
  const { measure } = await import('./measure.ts');
  console.log(JSON.stringify(await measure(), undefined, 2));
} else {
  console.log(tables());
  writeFileSync(DOCUMENT, withTables(readFileSync(DOCUMENT, 'utf8')));
}
