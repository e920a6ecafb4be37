/** THIRD-PARTY-NOTICES.txt: the licences of what is shipped that others wrote. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';
import { NOTICES_FILE } from '../../web/build/third-party/notices-file.ts';
import { functionsNotices } from './functions-notices.ts';

export const NOTICES = 'THIRD-PARTY-NOTICES.txt';

const RULE = '='.repeat(78);

/** The whole file. `page` is the folder with the built page, which has the notices of its own packages. */
export function thirdPartyNotices(metafile: Metafile, page: string): string {
  return `Token Courier's own licence is in LICENSE. This file has the licences of the packages of others
whose code is in the functions and in the page. \`npm run licences\` writes it.

${RULE}
In the functions
${RULE}

${functionsNotices(metafile)}
${RULE}
In the page
${RULE}

${readFileSync(join(page, NOTICES_FILE), 'utf8')}`;
}
