/** The digest by which SQS's clients check that a body arrived as it was sent. */
import { createHash } from 'node:crypto';

export const md5 = (text: string): string => createHash('md5').update(text).digest('hex');
