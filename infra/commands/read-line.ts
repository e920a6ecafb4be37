/** Reads what must not be on a command line: shells and npm keep those. */
import { stdin, stdout } from 'node:process';
import { createInterface } from 'node:readline/promises';
import { text } from 'node:stream/consumers';

/** Resolves to a line, without its end; to an empty one after the last. */
export type ReadLine = (what: string) => Promise<string>;

/** Asks in a terminal; otherwise takes the next line of the standard input, once that has ended. */
export function lineReader(): ReadLine {
  let lines: string[] | undefined;
  return async (what) => {
    if (!stdin.isTTY) {
      lines ??= (await text(stdin)).split('\n');
      return lines.shift() ?? '';
    }
    const terminal = createInterface({ input: stdin, output: stdout });
    try {
      return await terminal.question(`${what}: `);
    } finally {
      terminal.close();
    }
  };
}
