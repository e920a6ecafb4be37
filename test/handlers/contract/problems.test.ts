import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { PROBLEM_ADVICE, PROBLEMS } from '../../../handlers/contract/problems.ts';
import { MAX_BODY_BYTES } from '../../../handlers/contract/vocabulary.ts';

const read = (page: string): string =>
  readFileSync(new URL(`../../../docs/${page}`, import.meta.url), 'utf8');
const documented = read('problems.md');

describe('problems', () => {
  it.each(Object.entries(PROBLEMS))('%s is documented with its status', (code, { status }) => {
    expect(documented).toContain(`| \`${code}\` | ${status} |`);
  });

  it('are the only ones documented', () => {
    const codes = [...documented.matchAll(/^\| `([a-z_]+)` \| \d{3} \|/gm)].map(([, code]) => code);
    expect(codes.sort()).toEqual(Object.keys(PROBLEMS).sort());
  });
});

describe('the advice on problems', () => {
  const headings = [...read('runbook.md').matchAll(/^## (.+)$/gm)].map(([, text = '']) =>
    text.toLowerCase().replaceAll(' ', '-'),
  );

  it('names sections that exist in the runbook', () => {
    const named = Object.values(PROBLEM_ADVICE).flatMap(({ runbook }) => runbook ?? []);
    expect(named).toContain('opt-outs');
    expect(headings).toEqual(expect.arrayContaining(named));
  });

  it.each(Object.entries(PROBLEM_ADVICE))('on %s closes its backticks and fits in a table', (_, advice) => {
    const text = `${advice.meaning} ${advice.remedy}`;
    expect(text.split('`').length % 2).toBe(1);
    expect(text).not.toMatch(/[|\n]/);
  });

  it('states how long a body may be', () => {
    expect(PROBLEM_ADVICE.body_too_large.meaning).toContain(` ${MAX_BODY_BYTES.toLocaleString('en')} bytes`);
  });
});
