import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { PROBLEMS } from '../../../handlers/contract/problems.ts';

const documented = readFileSync(new URL('../../../docs/problems.md', import.meta.url), 'utf8');

describe('problems', () => {
  it.each(Object.entries(PROBLEMS))('%s is documented with its status', (code, { status }) => {
    expect(documented).toContain(`| \`${code}\` | ${status} |`);
  });

  it('are all that is documented', () => {
    const codes = [...documented.matchAll(/^\| `([a-z_]+)` \| \d{3} \|/gm)].map(([, code]) => code);
    expect(codes.sort()).toEqual(Object.keys(PROBLEMS).sort());
  });
});
