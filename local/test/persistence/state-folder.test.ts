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
/** Keeps no reference to what it opened, and has the garbage collected: the folder stays its own all the same. */
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

/** Leaves a folder as a server does that kept something and stopped. */
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
  it('gives back what was kept, and nothing where nothing was', () => {
    leave();
    expect(kept()).toEqual({ a: [1, 'é'] });
    expect(opened[0]?.keeper('others', 'soon').kept).toBeUndefined();
  });

  it('is for its owner only, with all that is in it, even where it was there and open to others', () => {
    mkdirSync(path, { mode: 0o755 });
    chmodSync(path, 0o755);
    const mask = process.umask(0o022);
    leave();
    // Other files of this process are as open as they were.
    expect(process.umask(mask)).toBe(0o022);
    expect(modeOf(path)).toBe(0o700);
    for (const name of readdirSync(path)) {
      expect([name, modeOf(join(path, name))]).toEqual([name, name === 'tables' ? 0o700 : 0o600]);
    }
  });

  it('writes at once what cannot be made again, and the rest a moment later, the latest of it', async () => {
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

  it('writes the rest when it is closed', () => {
    const folder = open();
    folder.claim(OWNER);
    folder.keeper('log', 'soon').save(() => ['last']);
    opened = [];
    folder.close();
    expect(open().keeper('log', 'soon').kept).toEqual(['last']);
  });

  it('keeps the old value when writing the new one breaks off', () => {
    leave('old');
    writeFileSync(`${fileOf('things')}.next`, '{"format":1,"sha256":"12');
    expect(kept()).toBe('old');
  });
});

describe('refused is', () => {
  const refusal = (act: () => unknown): string => {
    try {
      act();
    } catch (error) {
      expect(error).toBeInstanceOf(StateFolderError);
      return (error as Error).message;
    }
    throw new Error('It was taken.');
  };

  it('a folder with something else in it, which stays as it was', () => {
    mkdirSync(path);
    writeFileSync(join(path, 'thesis.tex'), 'mine');
    expect(refusal(open)).toBe(
      `${path} holds something else than what CDK Local keeps. Choose an empty folder or a new one.`,
    );
    expect(readdirSync(path)).toEqual(['thesis.tex']);
  });

  it('a file in the place of the folder', () => {
    writeFileSync(path, '');
    expect(refusal(open)).toBe(`${path} cannot be used as a folder (ENOTDIR).`);
  });

  it('a folder that cannot be made, without trying for ever', () => {
    path = '/proc/token-courier';
    expect(refusal(open)).toMatch(/^\/proc\S* cannot be used as a folder \(E\w+\)\.$/);
  });

  it('a folder in which no lock or no file can be written', () => {
    mkdirSync(join(path, 'lock'), { recursive: true });
    expect(refusal(open)).toContain('lock cannot be locked: unable to open database file.');
    rmSync(path, { recursive: true });
    mkdirSync(path);
    const folder = open();
    mkdirSync(join(path, 'cdk-local.json.next'));
    expect(refusal(() => folder.claim(OWNER))).toBe(`${path} cannot be used as a folder (EISDIR).`);
  });

  it.each([
    ['cut off', (text: string) => text.slice(0, -5)],
    ['empty', () => ''],
    ['changed', (text: string) => text.replace('é', 'e')],
    ['no object', () => '7'],
  ])('a file that is %s', (_, damage) => {
    leave();
    writeFileSync(fileOf('things'), damage(readFileSync(fileOf('things'), 'utf8')));
    expect(refusal(kept)).toBe(
      `${fileOf('things')} is damaged: it was cut off or changed. Put it back, or choose another folder.`,
    );
  });

  it('a file of another format', () => {
    leave();
    writeFileSync(
      fileOf('things'),
      readFileSync(fileOf('things'), 'utf8').replace('"format":1', '"format":2'),
    );
    expect(refusal(kept)).toContain('has format 2, and this version reads format 1');
  });

  it('a damaged lock', () => {
    leave();
    writeFileSync(
      join(path, 'lock'),
      'no database, but longer than the header of one would have to be '.repeat(20),
    );
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

  it('a second server, until the first one ends, however that ends', async () => {
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
    expect(refusal(open)).toBe(`Another server runs on ${path}. Stop it, or choose another folder.`);
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
    expect(open().path).toBe(path);
  });
});
