/**
 * Writes what is generated; generated-files.ts lists it.
 *
 *   npm run docs
 */
import { writeFileSync } from 'node:fs';
import { generatedFiles } from './generated-files.ts';

for (const { path, text } of generatedFiles()) {
  writeFileSync(path, text);
}
