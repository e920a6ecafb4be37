/**
 * Writes docs/Token-Courier.docx from docs/document, the sources and the pictures of docs.
 *
 *   npm run document
 */
import { writeFileSync } from 'node:fs';
import { DOCUMENT, writeDocument } from './written-document.ts';

const data = await writeDocument();
writeFileSync(DOCUMENT, data);
console.log(`${DOCUMENT}: ${(data.length / 1_000).toFixed(0)} KB`);
