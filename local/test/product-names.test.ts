import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';

const FOLDER = fileURLToPath(new URL('..', import.meta.url));
/** The same files as in .dependency-cruiser.cjs. */
const START = ['main', 'start-local', 'product', 'local-options', 'default-ports', 'welcome'];
/** What belongs to the product alone: its name, functions, settings, groups and scopes. */
const PRODUCT =
  /courier|(issue|verify|persist|deliver|revoke|list|generate)-tokens?\b|pumping|clientGroups|'(admins|support|viewers)'|tokens\//i;

const sources = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).filter(
  (path) => /\.(ts|js|css)$/.test(path) && !/^(test|node_modules)\//.test(path),
);
const isOfStart = (path: string): boolean => START.includes(path.replace(/\.ts$/, ''));
const namesIn = (path: string): string[] =>
  readFileSync(join(FOLDER, path), 'utf8')
    .split('\n')
    .filter((line) => PRODUCT.test(line));

describe('the local runtime', () => {
  it('names the product only in its start-up files', () => {
    expect(sources.filter(isOfStart)).toHaveLength(START.length);
    expect(sources.filter(isOfStart).flatMap(namesIn)).not.toEqual([]);
    const elsewhere = sources.filter((path) => !isOfStart(path));
    expect(elsewhere.length).toBeGreaterThan(80);
    expect(elsewhere.flatMap((path) => namesIn(path).map((line) => `${path}: ${line.trim()}`))).toEqual([]);
  });
});
