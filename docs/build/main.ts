/**
 * Writes what is generated: docs/openapi.yaml, README's table of routes, the example in docs/problems.md, and the
 * table of numbers that cost their caller extra.
 *
 *   npm run docs
 */
import { writeFileSync } from 'node:fs';
import { generatedFiles } from './generated-files.ts';

for (const { path, text } of generatedFiles()) writeFileSync(path, text);
