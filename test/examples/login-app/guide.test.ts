/** The guide in the login app's README.md: whoever follows it has the finished app. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

const EXAMPLE = 'examples/login-app';
const guide = readFileSync(join(EXAMPLE, 'README.md'), 'utf8');

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'login-app-'));
  cpSync(EXAMPLE, folder, { recursive: true });
  for (const [, language, block = ''] of guide.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)) {
    if (language === 'diff') {
      execFileSync('git', ['apply'], { cwd: folder, input: block });
    } else if (block.startsWith('cp ')) {
      copyFiles(block);
    }
  }
});
afterAll(() => rmSync(folder, { recursive: true }));

function copyFiles(command: string): void {
  const [, ...paths] = command.trim().split(' ');
  const to = paths.pop() ?? '';
  for (const path of paths) {
    cpSync(join(folder, path), join(folder, to, path.slice(path.lastIndexOf('/'))));
  }
}

function filesIn(path: string): Record<string, string> {
  const names = readdirSync(path).sort();
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(path, name), 'utf8')]));
}

describe('the guide of the login app', () => {
  it('leads from the bare app to the finished one, file by file', () => {
    expect(filesIn(join(folder, 'bare'))).toEqual(filesIn(join(EXAMPLE, 'finished')));
  });

  it('shows calls and a field that the finished app has', () => {
    const squeezed = (text: string) => text.replaceAll(/\s+/g, ' ');
    const { 'check-code.ts': checkCode = '', 'code-page.ts': codePage = '' } = filesIn(
      join(EXAMPLE, 'finished'),
    );
    const [, call = ''] = /```ts\n(const answer = await courier\.verifyToken[\s\S]*?)```/.exec(guide) ?? [];
    expect(squeezed(checkCode)).toContain(squeezed(call).trim());
    for (const attribute of guide.match(/(?<=^<input .*)\b(autocomplete|inputmode|pattern)="[^"]*"/gm) ??
      []) {
      expect(codePage.replaceAll('\\\\', '\\')).toContain(attribute);
    }
  });

  it('names the passwords that the accounts have', async () => {
    const { accounts } = await import('../../../examples/login-app/shared/accounts.ts');
    const pairs = [...guide.matchAll(/`(\w+\.\w+)` with (?:the password )?`([^`]+)`/g)];
    expect(pairs.map(([, user]) => user)).toEqual(['ada.lovelace', 'grace.hopper']);
    for (const [, user = '', password = ''] of pairs) {
      expect(await accounts.signIn(user, password)).toMatchObject({ userId: user });
    }
  });
});
