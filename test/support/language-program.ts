/** Runs the programs of docs/other-languages.md. */
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join, parse } from 'node:path';
import { describe } from '@jest/globals';
import type { Program } from '../../docs/build/other-languages.ts';
import { PROGRAMS, PROGRAMS_FOLDER } from '../../docs/build/other-languages.ts';

export interface Services {
  readonly apiUrl: string;
  readonly tokenUrl: string;
}

export interface Ended {
  readonly status: number | null;
  readonly output: string;
  readonly errors: string;
}

/** What a person types at each prompt; undefined closes the input. */
export type Typist = (prompt: number) => Promise<string | undefined> | string | undefined;

/**
 * A suite for each program that the tests run. Without its runtime it is skipped, and its title says why.
 */
export function describePrograms(suite: (program: Program) => void): void {
  for (const program of PROGRAMS.filter(({ runtime }) => runtime !== undefined)) {
    const missing = missingRuntime(program);
    const title = missing === undefined ? program.language : `${program.language}, skipped: ${missing}`;
    (missing === undefined ? describe : describe.skip)(title, () => suite(program));
  }
}

function missingRuntime({ runtime, needs }: Program): string | undefined {
  const [name = '', ...args] = runtime?.command ?? [];
  const { stdout, status } = spawnSync(name, args, { encoding: 'utf8' });
  if (status !== 0) {
    return `${name} is not on this machine`;
  }
  const [, major, minor] = /(\d+)(?:\.(\d+))?/.exec(stdout)?.map(Number) ?? [];
  const [wantedMajor = 0, wantedMinor = 0] = runtime?.atLeast ?? [];
  const isEnough = (major ?? 0) - wantedMajor || (minor || 0) - wantedMinor;
  return isEnough >= 0 ? undefined : `it needs ${needs}`;
}

/**
 * The program with a command that starts faster: from a source file, Java compiles at every start, which takes
 * longer than all else. What it compiles to is written to the folder.
 */
export function compiledInto(folder: string, program: Program): Program {
  if (program.command[0] !== 'java') {
    return program;
  }
  const source = join(PROGRAMS_FOLDER, program.file);
  // https://docs.oracle.com/en/java/javase/17/docs/api/jdk.compiler/module-summary.html
  execFileSync('java', ['-m', 'jdk.compiler/com.sun.tools.javac.Main', '-d', folder, source]);
  return { ...program, command: ['java', '-cp', folder, parse(program.file).name] };
}

/** Resolves when the program has ended. */
export async function runProgramOf(
  { command: [name, ...args] }: Program,
  { apiUrl, tokenUrl }: Services,
  person: readonly string[],
  typist: Typist,
): Promise<Ended> {
  const child = spawn(name, [...args, ...person], {
    cwd: PROGRAMS_FOLDER,
    env: {
      ...process.env,
      TOKEN_COURIER_API_URL: apiUrl,
      TOKEN_COURIER_TOKEN_URL: tokenUrl,
      TOKEN_COURIER_CLIENT_ID: 'local',
      TOKEN_COURIER_CLIENT_SECRET: 'local',
      // Java starts in half the time. It says so on standard error.
      JDK_JAVA_OPTIONS: '-XX:TieredStopAtLevel=1 -XX:+UseSerialGC',
    },
  });
  const said = { output: '', errors: '' };
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said.errors += text;
  });
  let prompts = 0;
  child.stdout.setEncoding('utf8').on('data', async (text: string) => {
    said.output += text;
    if (said.output.endsWith('Code: ')) {
      prompts += 1;
      await answer(child, typist, prompts);
    }
  });
  const [status] = await once(child, 'close');
  return { status, ...said };
}

async function answer({ stdin }: ChildProcessWithoutNullStreams, typist: Typist, prompt: number) {
  const typed = await typist(prompt);
  if (typed === undefined) {
    stdin.end();
  } else {
    stdin.write(`${typed}\n`);
  }
}
