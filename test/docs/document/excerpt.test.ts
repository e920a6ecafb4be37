import { describe, expect, it } from '@jest/globals';
import { readExcerpt } from '../../../docs/build/document/excerpt.ts';

const codeOf = (path: string, symbols: string[] = [], options: string[] = []): string =>
  readExcerpt(path, symbols, options).code;

describe('an excerpt', () => {
  it('of TypeScript has the declaration and what its docblock says', () => {
    expect(codeOf('handlers/contract/timeouts.ts', ['ENDPOINT_TIMEOUT_SECONDS'])).toBe(
      "/** Of an endpoint's function: well below API Gateway's limit, and longer than the slowest call with its retry. */\n" +
        'export const ENDPOINT_TIMEOUT_SECONDS = 10;',
    );
  });

  it('of several declarations has them in the order in which they are named', () => {
    expect(
      codeOf('docs/build/document/look.ts', ['CODE_FONT', 'FONT'])
        .split('\n')
        .filter((line) => line.startsWith('export')),
    ).toEqual(["export const CODE_FONT = 'Courier New';", "export const FONT = 'Arial';"]);
  });

  it('of a member begins at the margin', () => {
    const code = codeOf('infra/data/tables.ts', ['TokenTables.constructor'], ['to: super(scope, id)']);
    expect(code).toBe(
      'constructor(scope: Construct, id: string, { keepsActivity, ...props }: TableChoices) {\n  super(scope, id);',
    );
  });

  it('of JSON has the value at a path of keys', () => {
    expect(codeOf('cdk.json', ['app'])).toBe('"app": "node infra/app.ts"');
  });

  it('has the lines from some words to the next that have others', () => {
    expect(codeOf('LICENSE', [], ['from: Copyright 2026', 'to: Copyright'])).toBe(
      'Copyright 2026 The Token Courier authors',
    );
  });

  it('ends before the line that has some words', () => {
    expect(codeOf('LICENSE', [], ['from: Copyright 2026', 'before: Licensed under'])).toBe(
      'Copyright 2026 The Token Courier authors',
    );
  });

  it('of a page is the block of code that has some words', () => {
    expect(readExcerpt('docs/deployment.md', ['Deploy', 'it'], ['block: cdk bootstrap'])).toEqual({
      code: 'npx cdk bootstrap aws://ACCOUNT/eu-central-1 aws://ACCOUNT/us-east-1\nnpx cdk deploy --all',
      language: 'sh',
      source: 'docs/deployment.md',
    });
  });

  it.each([
    ['a symbol', ['handlers/contract/timeouts.ts', ['MACHINE_TIMEOUT']], 'declares no MACHINE_TIMEOUT'],
    ['a member', ['infra/data/tables.ts', ['TokenTables.rows']], 'declares no TokenTables.rows'],
    ['a member of what is no class', ['infra/data/tables.ts', ['RECOVERY.x']], 'declares no RECOVERY.x'],
    ['a key', ['cdk.json', ['context.courier']], 'has no context.courier'],
    ['the first line', ['cdk.json', [], ['from: no such words']], '0 lines of the excerpt'],
    ['the last line', ['cdk.json', [], ['to: no such words']], 'No line of the excerpt'],
    ['the heading', ['docs/deployment.md', ['Deploy', 'them']], 'has no heading "Deploy them"'],
    ['the block of code', ['docs/deployment.md', [], ['block: no such words']], '0 blocks of code'],
    ['a file', ['handlers/no-such-file.ts', ['x']], 'ENOENT'],
  ] satisfies [string, [string, string[], string[]?], string][])(
    'is refused when %s does not exist',
    (_, given, message) => {
      const [path, symbols, options] = given as [string, string[], string[]?];
      expect(() => codeOf(path, symbols, options)).toThrow(message);
    },
  );

  it('is refused when several lines have the words that it begins with', () => {
    expect(() => codeOf('cdk.json', [], ['from: @aws-cdk'])).toThrow(
      /^\d\d lines of the excerpt of cdk.json/,
    );
  });
});
