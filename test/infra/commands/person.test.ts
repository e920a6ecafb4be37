/** Which person the command is about, and whom it forgets again. */
import { describe, expect, it } from '@jest/globals';
import type { AuditEntry } from '../../../handlers/contract/routes/audit.ts';
import { forgottenIn } from '../../../infra/commands/person-deployment.ts';
import { personOptions } from '../../../infra/commands/person-options.ts';
import { elsewhere } from '../../../infra/commands/person-report.ts';

/** Reads these lines, and remembers what was asked for. */
function anInput(...lines: string[]) {
  const asked: string[] = [];
  return {
    asked,
    readLine: async (what: string) => {
      asked.push(what);
      return lines.shift() ?? '';
    },
  };
}

describe('the options', () => {
  it('can leave the id, numbers and addresses to the input, line by line', async () => {
    const { asked, readLine } = anInput('ada', '+12025550143\r', 'ada@example.com');
    const args = ['forget', '--email', '-', '--phone-number', '-', '--user-id', '-'];
    const options = await personOptions([...args, '--phone-number', '+12025550144'], readLine);
    expect(options.asked).toEqual({
      userId: 'ada',
      destinations: [
        { phone_number: '+12025550143' },
        { phone_number: '+12025550144' },
        { email: 'ada@example.com' },
      ],
    });
    expect(asked).toEqual(['User id', 'Phone number', 'Email']);
  });

  it('read no input that nobody asked for', async () => {
    const { asked, readLine } = anInput('bob');
    const options = await personOptions(['show', '--user-id', 'ada'], readLine);
    expect([options.asked.userId, asked]).toEqual(['ada', []]);
  });

  it.each([
    ['--user-id', 'missing'],
    ['--phone-number', 'country code'],
    ['--email', 'must be an address'],
  ])('refuse an input that ended before %s', async (option, message) => {
    const args = option === '--user-id' ? [] : ['--user-id', 'ada'];
    await expect(personOptions(['show', ...args, option, '-'], anInput().readLine)).rejects.toThrow(message);
  });
});

it('says that the command itself is kept on this machine', () => {
  expect(elsewhere().at(-1)).toMatch(/this machine: .*the shell's history and in npm's logs/);
});

describe('who is forgotten again', () => {
  const entry = (action: string, subject: string) => ({ action, subject }) as AuditEntry;
  /** A log of two pages, of which the second may have expired. */
  const aLog = (second: AuditEntry[] | undefined) => ({
    read: async ({ cursor }: { cursor?: string }) =>
      cursor === undefined
        ? { entries: [entry('forget_person', 'one'), entry('unlock_person', 'two')], next_cursor: 'older' }
        : second && { entries: second },
  });

  it('is everybody whom any page names', async () => {
    const log = aLog([entry('forget_person', 'three')]);
    expect(await forgottenIn(log)).toEqual(new Set(['one', 'three']));
  });

  it('is nobody when the log cannot be read to its beginning', async () => {
    await expect(forgottenIn(aLog(undefined))).rejects.toThrow('was not read to its end');
  });
});
