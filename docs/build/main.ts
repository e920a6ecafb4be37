/**
 * Writes the generated files, which generated-files.ts lists.
 *
 *   npm run docs
 */
import { writeFileSync } from 'node:fs';
import { generatedFiles } from './generated-files.ts';

for (const { path, text } of generatedFiles()) {
  writeFileSync(path, text);
}
