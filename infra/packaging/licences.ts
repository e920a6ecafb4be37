/**
 * Writes THIRD-PARTY-NOTICES.txt.
 *
 *   npm run licences
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildEntries } from '../functions/build-entries.ts';
import { buildPage } from '../page/built-page.ts';
import { NOTICES, thirdPartyNotices } from './third-party-notices.ts';

const page = mkdtempSync(join(tmpdir(), 'page-'));
buildPage(page);
writeFileSync(NOTICES, thirdPartyNotices(buildEntries().metafile, page));
rmSync(page, { recursive: true });
