import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '../../../test/support/eventually.ts';
import type { StateFolder } from '../../persistence/state-folder.ts';
import { openStateFolder } from '../../persistence/state-folder.ts';
import { StateFolderError } from '../../persistence/state-folder-error.ts';

const OWNER = { stack: 'TokenCourier', region: 'eu-central-1', accountId: '000000000000' };
/** Keeps no reference to the open folder and forces a garbage collection, which must not release the lock. */
const HOLDER = `
  const { openStateFolder } = await import(process.argv[1]);
  openStateFolder(process.argv[2]);
  await new Promise((resolve) => setTimeout(resolve, 50));
  gc();
  console.log('open');
  setInterval(() => undefined, 1000);
`;

let parent: string;
let path: string;
let opened: StateFolder[] = [];
let holder: ChildProcess | undefined;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'state-'));
  path = join(parent, 'kept');
});
afterEach(() => {
  holder?.kill('SIGKILL');
  for (const folder of opened.splice(0)) {
    folder.close();
  }
  rmSync(parent, { recursive: true });
});

function open(): StateFolder {
  const folder = openStateFolder(path);
  opened.push(folder);
  return folder;
}

/** Leaves a folder as a server does that kept state and stopped. */
function leave(value: unknown = { a: [1, 'é'] }): void {
  const folder = open();
  folder.claim(OWNER);
  folder.keeper('things', 'at-once').save(() => value);
  opened = [];
  folder.close();
}

const kept = (): unknown => open().keeper('things', 'at-once').kept;
const fileOf = (name: string): string => join(path, `${name}.json`);
const modeOf = (file: string): number => statSync(file).mode & 0o777;

describe('a state folder', () => {
  it('returns what was kept, and undefined for what was not', () => {
    leave();
    expect(kept()).toEqual({ a: [1, 'é'] });
    expect(opened[0]?.keeper('others', 'soon').kept).toBeUndefined();
  });

  it('and its files are accessible to the owner only, even if the folder existed and was open to others', () => {
    mkdirSync(path, { mode: 0o755 });
    chmodSync(path, 0o755);
    const mask = process.umask(0o022);
    leave();
    // The umask of this process is unchanged.
    expect(process.umask(mask)).toBe(0o022);
    expect(modeOf(path)).toBe(0o700);
    for (const name of readdirSync(path)) {
      expect([name, modeOf(join(path, name))]).toEqual([name, name === 'tables' ? 0o700 : 0o600]);
    }
  });

  it('writes at once what cannot be recreated, and a moment later the latest value of the rest', async () => {
    const folder = open();
    folder.keeper('key', 'at-once').save(() => 'secret');
    expect(readFileSync(fileOf('key'), 'utf8')).toContain('secret');
    let value = 1;
    folder.keeper('log', 'soon').save(() => value);
    value = 2;
    expect(readdirSync(path)).not.toContain('log.json');
    expect(await eventually(() => existsSync(fileOf('log')))).toBe(true);
    expect(JSON.parse(readFileSync(fileOf('log'), 'utf8')).value).toBe(2);
  });

  it('writes the rest when closed', () => {
    const folder = open();
    folder.claim(OWNER);
    folder.keeper('log', 'soon').save(() => ['last']);
    opened = [];
    folder.close();
    expect(open().keeper('log', 'soon').kept).toEqual(['last']);
  });

  it('keeps the old value when a write is interrupted', () => {
    leave('old');
    writeFileSync(`${fileOf('things')}.next`, '{"format":1,"sha256":"12');
    expect(kept()).toBe('old');
  });
});

describe('a state folder refuses', () => {
  const refusal = (act: () => unknown): string => {
    try {
      act();
    } catch (error) {
      expect(error).toBeInstanceOf(StateFolderError);
      return (error as Error).message;
    }
    throw new Error('It was not refused.');
  };

  it('a folder with other files, and leaves it unchanged', () => {
    mkdirSync(path);
    writeFileSync(join(path, 'thesis.tex'), 'mine');
    expect(refusal(open)).toBe(
      `${path} contains files that are not from CDK Local. Choose an empty folder or a new one.`,
    );
    expect(readdirSync(path)).toEqual(['thesis.tex']);
  });

  it('a file in the place of the folder', () => {
    writeFileSync(path, '');
    expect(refusal(open)).toBe(`${path} cannot be used as a folder (ENOTDIR).`);
  });

  it('a folder that cannot be created, without retrying forever', () => {
    path = '/proc/token-courier';
    expect(refusal(open)).toMatch(/^\/proc\S* cannot be used as a folder \(E\w+\)\.$/);
  });

  it('a folder in which the lock or a file cannot be written', () => {
    mkdirSync(join(path, 'lock'), { recursive: true });
    expect(refusal(open)).toContain('lock cannot be locked: unable to open database file.');
    rmSync(path, { recursive: true });
    mkdirSync(path);
    const folder = open();
    mkdirSync(join(path, 'cdk-local.json.next'));
    expect(refusal(() => folder.claim(OWNER))).toBe(`${path} cannot be used as a folder (EISDIR).`);
  });

  it.each([
    ['truncated', (text: string) => text.slice(0, -5)],
    ['empty', () => ''],
    ['changed', (text: string) => text.replace('é', 'e')],
    ['not an object', () => '7'],
  ])('a file that is %s', (_, damage) => {
    leave();
    writeFileSync(fileOf('things'), damage(readFileSync(fileOf('things'), 'utf8')));
    expect(refusal(kept)).toBe(
      `${fileOf('things')} is damaged: it was truncated or changed. Restore it, or choose another folder.`,
    );
  });

  it('a file of another format', () => {
    leave();
    writeFileSync(
      fileOf('things'),
      readFileSync(fileOf('things'), 'utf8').replace('"format":1', '"format":2'),
    );
    expect(refusal(kept)).toContain('has format 2, but this version reads format 1');
  });

  it('a damaged lock', () => {
    leave();
    writeFileSync(join(path, 'lock'), 'not a database, but longer than the header of one '.repeat(20));
    expect(refusal(open)).toContain('lock cannot be locked: it is damaged.');
  });

  it.each([
    [{ stack: 'Another' }, 'Another in eu-central-1'],
    [{ region: 'us-east-1' }, 'TokenCourier in us-east-1'],
    [{ accountId: '1' }, '(account 1)'],
  ])('the folder of another stack: %j', (other, name) => {
    leave();
    const message = refusal(() => open().claim({ ...OWNER, ...other }));
    expect(message).toContain('belongs to the stack TokenCourier in eu-central-1 (account 000000000000)');
    expect(message).toContain(name);
  });

  it('a second server until the first one ends, even by SIGKILL', async () => {
    const module = new URL('../../persistence/state-folder.ts', import.meta.url).href;
    const child = spawn(
      process.execPath,
      ['--expose-gc', '--input-type=module', '-e', HOLDER, module, path],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    holder = child;
    await once(child.stdout, 'data');
    expect(refusal(open)).toBe(`Another server uses ${path}. Stop it, or choose another folder.`);
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
    expect(open().path).toBe(path);
  });
});
