/**
 * Writes what is generated in the documents: docs/openapi.yaml, README's table of routes, the keys in
 * docs/configuration.md, and the example in docs/problems.md.
 *
 *   npm run docs
 */
import { writeFileSync } from 'node:fs';
import { generatedFiles } from './generated-files.ts';

for (const { path, text } of generatedFiles()) writeFileSync(path, text);
