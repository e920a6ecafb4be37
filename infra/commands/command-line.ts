/** What every command has in common: options, help, a question before anything changes, and exit codes. */
import { createInterface } from 'node:readline/promises';
import type { ParseArgsConfig } from 'node:util';
import { parseArgs } from 'node:util';

const FAILED = 1;
const WRONG_USAGE = 2;

/** The options that every command takes. */
export const COMMON_OPTIONS = {
  yes: { type: 'boolean', default: false },
  'dry-run': { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

export const COMMON_HELP = `  --dry-run         says what would be done, and does nothing
  --yes             asks nothing
  --help

Exit code: 0 when it is done, 1 when it failed, was refused or not confirmed, 2 when the command is wrong.`;

/** The command is wrong; the message says what to do about it. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** What was asked for is not done, and why. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError';
}

export interface Terminal {
  readonly write: (line: string) => void;
  /** Resolves to the answer; an empty one when nobody can answer. */
  readonly ask: (question: string) => Promise<string>;
}

/** @throws {UsageError} with the message of parseArgs */
export function readArguments<Options extends NonNullable<ParseArgsConfig['options']>>(
  args: readonly string[],
  options: Options,
) {
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    throw new UsageError(`${(error as Error).message.replace(/\.$/, '')}. --help lists the options.`);
  }
}

/** Goes on after `yes`. @throws {RefusedError} after anything else */
export async function confirm(
  { write, ask }: Terminal,
  question: string,
  { yes, expected = 'yes' }: { readonly yes: boolean; readonly expected?: string },
): Promise<void> {
  if (yes) {
    write(`${question} (--yes)`);
    return;
  }
  if ((await ask(`${question} Type ${expected} to go on: `)).trim() !== expected) {
    throw new RefusedError('Not confirmed: nothing was changed.');
  }
}

/** Runs a command in this process, and sets its exit code. */
export async function runCommand(
  help: string,
  command: (args: readonly string[], terminal: Terminal) => Promise<void>,
): Promise<void> {
  const args = process.argv.slice(2);
  if (args.includes('--help')) {
    console.log(help);
    return;
  }
  try {
    await command(args, { write: (line) => console.log(line), ask: askPerson });
  } catch (error) {
    if (!(error instanceof Error)) {
      throw error;
    }
    console.error(
      error instanceof UsageError || error instanceof RefusedError ? error.message : explain(error),
    );
    process.exitCode = error instanceof UsageError ? WRONG_USAGE : FAILED;
  }
}

/** Without a terminal nobody can answer, so the answer is empty. */
async function askPerson(question: string): Promise<string> {
  if (!process.stdin.isTTY) {
    console.log(question);
    return '';
  }
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return await terminal.question(question);
  } finally {
    terminal.close();
  }
}

/** AWS's errors have a name that says more than the message; others keep their stack. */
const explain = (error: Error): string =>
  '$metadata' in error ? `${error.name}: ${error.message}` : (error.stack ?? error.message);
