/**
 * Reads docs/openapi.yaml. The setup of the project `whole` writes it as JSON as well, because parsing YAML
 * takes a third of a second of each suite that calls the API.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runFolder } from './run-folder.ts';

/** The environment variable that tells the workers, which are other processes, where the JSON is. */
const VARIABLE = 'TEST_API_DOCUMENT';

// biome-ignore lint/suspicious/noExplicitAny: few tests look at the parts that have no type
export async function readApiDocument(): Promise<any> {
  const file = process.env[VARIABLE];
  return file === undefined ? parsedDocument() : JSON.parse(readFileSync(file, 'utf8'));
}

/** Before any suite begins. */
export async function writeApiDocument(): Promise<void> {
  const file = join(runFolder(), 'openapi.json');
  writeFileSync(file, JSON.stringify(await parsedDocument()));
  process.env[VARIABLE] = file;
}

async function parsedDocument(): Promise<unknown> {
  const { parse } = await import('yaml');
  return parse(readFileSync(new URL('../../docs/openapi.yaml', import.meta.url), 'utf8'));
}
