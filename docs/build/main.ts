/**
 * Writes the generated files, which generated-files.ts lists.
 *
 *   npm run docs
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { BRUNO_FOLDER } from './bruno.ts';
import { generatedFiles } from './generated-files.ts';

const files = generatedFiles();
// A route that was removed leaves no request.
rmSync(BRUNO_FOLDER, { recursive: true, force: true });
for (const { path, text } of files) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
